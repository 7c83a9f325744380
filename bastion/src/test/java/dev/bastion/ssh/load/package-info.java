/**
 * The load of {@code deploy/bench} that real clients and hosts would be too heavy for: a thousand sessions from one process
 * to a host in another. Programs, not tests.
 */
package dev.bastion.ssh.load;
