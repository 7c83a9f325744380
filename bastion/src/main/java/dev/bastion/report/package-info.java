/**
 * What an auditor is shown over a span of time, as values: who had access to what and why, which rules nobody used, and who
 * has not been here for long. Made from the ledger's state alone; written as text, CSV, JSON or a page to print.
 */
package dev.bastion.report;
