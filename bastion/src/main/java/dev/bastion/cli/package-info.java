/**
 * The executable on the server: its commands, their options and their exit codes. Knows how to wire and start the
 * rest; holds no rule of its own.
 */
package dev.bastion.cli;
