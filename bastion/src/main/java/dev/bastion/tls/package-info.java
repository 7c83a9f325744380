/**
 * Keys and certificates for TLS as PEM files hold them. Knows nothing of what is said over it.
 */
package dev.bastion.tls;
