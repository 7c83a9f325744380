/**
 * The three authorities, the OpenSSH certificate format and the one check that every certificate passes. Of the
 * policy it knows the grant token and nothing else; it knows nothing of sessions, of SQL or of HTTP.
 *
 * <ul>
 *   <li>{@link dev.bastion.certs.SshPublicKey} and {@link dev.bastion.certs.Certificate} are the formats, read strictly
 *       and in one canonical way only (OpenSSH: PROTOCOL.certkeys, PROTOCOL.u2f; draft-ietf-sshm-cert).
 *   <li>{@link dev.bastion.certs.CertificateChecker} is the check, one {@link dev.bastion.certs.Refusal} per reason, and
 *       {@link dev.bastion.certs.SignatureVerifier} the proof that the peer holds the key.
 *   <li>{@link dev.bastion.certs.CertificateAuthority} signs, for three callers only: {@link
 *       dev.bastion.certs.AccessIssuer} against grant tokens, {@link dev.bastion.certs.Faces} and {@link
 *       dev.bastion.certs.HostCredential} for the host side, {@link dev.bastion.certs.OnwardCredentials} for targets.
 *   <li>{@link dev.bastion.certs.AuthorityFile} keeps the keys, or {@link dev.bastion.certs.Pkcs11Token} does, which lets
 *       none out.
 * </ul>
 *
 * <p>No class here uses a security provider other than the JDK's own by name, or BouncyCastle without registering it.
 */
package dev.bastion.certs;
