/**
 * What hosts are told of what is revoked: a list in OpenSSH's format, on disk and in memory, always whole. Knows nothing
 * of SSH connections and of HTTP.
 */
package dev.bastion.krl;
