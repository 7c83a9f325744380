package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;

/**
 * One of the three authorities (access, target, host), with an Ed25519 key that is used for signing certificates and
 * nothing else. Safe for use by many threads; a signature takes about a tenth of a millisecond and no I/O.
 */
public final class CertificateAuthority {
    /** As long as ssh-keygen's, so that nobody can prepare a second certificate with the same digest. */
    private static final int NONCE_BYTES = 32;

    private final String name;
    private final Ed25519Pair key;
    private final SecureRandom random;

    /**
     * An authority.
     *
     * @param name {@code access}, {@code target} or {@code host}, for logs
     */
    public CertificateAuthority(String name, Ed25519Pair key, SecureRandom random) {
        this.name = requireNonNull(name, "name is null");
        this.key = requireNonNull(key, "key is null");
        this.random = requireNonNull(random, "random is null");
    }

    public String name() {
        return name;
    }

    /** What a host puts into {@code TrustedUserCAKeys}, or a client behind {@code @cert-authority}. */
    public SshPublicKey publicKey() {
        return key.sshKey();
    }

    /** Signs what is asked. Whether it should be is for {@link AccessIssuer} and the other callers to know. */
    public Certificate sign(CertificateTemplate template) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        CertificateBody body = new CertificateBody(
                nonce,
                template.subject(),
                template.serial(),
                template.type(),
                template.keyId(),
                template.principals(),
                template.validAfter().getEpochSecond(),
                template.validBefore().getEpochSecond(),
                CertificateOptions.of(template.criticalOptions()),
                CertificateOptions.of(template.extensions()),
                new byte[0],
                publicKey());
        return new Certificate(body, key.sshSignature(body.encode()));
    }

    @Override
    public String toString() {
        return name + " authority " + publicKey().fingerprint();
    }
}
