/**
 * Kinds of evidence, one small class each: what an installation can show of a control now, counted from its ledger, policy,
 * configuration and recordings. Knows nothing of frameworks.
 */
package dev.bastion.report.evidence;
