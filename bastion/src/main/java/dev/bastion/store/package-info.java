/**
 * All SQL: the ledger and the tables that are its shadow, on SQLite or PostgreSQL, changed in one transaction.
 * Knows rows and transactions; what an event means is decided elsewhere.
 */
package dev.bastion.store;
