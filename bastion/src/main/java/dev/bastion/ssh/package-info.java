/**
 * The only place with MINA types: the outer and the inner server, authentication, the relay of channels and the
 * SFTP parser. Knows protocols and bytes; who may do what it asks of the policy, and what it sees it hands to the
 * recorder.
 */
package dev.bastion.ssh;
