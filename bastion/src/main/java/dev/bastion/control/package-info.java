/**
 * The commands that people type over SSH: arguments to decisions, decisions to text or JSON and an exit code.
 * Knows nothing of MINA, of SQL or of where the words came from.
 */
package dev.bastion.control;
