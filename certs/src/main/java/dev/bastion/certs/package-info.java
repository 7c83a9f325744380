/**
 * The three authorities, the OpenSSH certificate format and the one check that every certificate passes. Of the
 * policy it knows the grant token and nothing else; it knows nothing of sessions, of SQL or of HTTP.
 */
package dev.bastion.certs;
