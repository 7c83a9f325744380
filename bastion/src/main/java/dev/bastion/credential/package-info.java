/**
 * Secrets that open targets which cannot trust a certificate authority: fetched when a session needs one, from a file, the
 * environment or a vault's program, and wiped when the login is over. Knows nothing of SSH.
 */
package dev.bastion.credential;
