package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One of the three authorities (access, target, host), with keys that are used for signing certificates and nothing else.
 * While its key is being changed it has several: one signs, others are trusted beside it. Safe for use by many threads; a
 * signature takes about a tenth of a millisecond and no I/O, unless its key lies in a token.
 */
public final class CertificateAuthority {
    /** As long as ssh-keygen's, so that nobody can prepare a second certificate with the same digest. */
    private static final int NONCE_BYTES = 32;

    private final String name;
    private final SecureRandom random;
    private volatile Keys keys;

    /**
     * The keys of an authority at one moment. Immutable.
     *
     * @param signers those that can sign here; the first does, the others only where they are asked for. None where
     *     nothing here can sign
     * @param trusted all whose certificates are good, wherever their private halves are
     */
    public record Keys(List<SshSigner> signers, Set<SshPublicKey> trusted) {
        public Keys {
            signers = List.copyOf(signers);
            trusted = Set.copyOf(trusted);
        }

        /** One key that signs and is trusted. */
        public static Keys of(SshSigner only) {
            return new Keys(List.of(only), Set.of(only.sshKey()));
        }
    }

    /**
     * An authority with one key.
     *
     * @param name {@code access}, {@code target} or {@code host}, for logs
     */
    public CertificateAuthority(String name, SshSigner key, SecureRandom random) {
        this(name, Keys.of(key), random);
    }

    /** An authority with these keys, until others are {@link #use used}. */
    public CertificateAuthority(String name, Keys keys, SecureRandom random) {
        this.name = requireNonNull(name, "name is null");
        this.keys = requireNonNull(keys, "keys is null");
        this.random = requireNonNull(random, "random is null");
    }

    public String name() {
        return name;
    }

    /** Other keys from now on; what is being signed at this moment is signed by those before. */
    public void use(Keys changed) {
        keys = requireNonNull(changed, "changed is null");
    }

    /** The key that signs now. */
    public Optional<SshPublicKey> signer() {
        return keys.signers().stream().findFirst().map(SshSigner::sshKey);
    }

    /** What signs by that one of its keys, where it can here. */
    public Optional<SshSigner> signing(SshPublicKey by) {
        return keys.signers().stream().filter(key -> key.sshKey().equals(by)).findFirst();
    }

    /**
     * What a host puts into {@code TrustedUserCAKeys}, or a client behind {@code @cert-authority}: the key that signs now.
     *
     * @throws SignerUnavailableException if none does here
     */
    public SshPublicKey publicKey() {
        return signer().orElseThrow(this::noSigner);
    }

    /** Whether certificates of this key are good. */
    public boolean trusts(SshPublicKey key) {
        return keys.trusted().contains(key);
    }

    /** The same of a key that is known by its fingerprint alone. */
    public boolean trusts(String fingerprint) {
        return keys.trusted().stream().anyMatch(key -> key.fingerprint().equals(fingerprint));
    }

    /**
     * Signs what is asked. Whether it should be is for {@link AccessIssuer} and the other callers to know. Waits for a
     * token.
     *
     * @throws SignerUnavailableException if the key cannot be reached
     */
    public Certificate sign(CertificateTemplate template) {
        return SignerUnavailableException.await(signLater(template));
    }

    /** The same without waiting; fails with a {@link SignerUnavailableException}. */
    public CompletionStage<Certificate> signLater(CertificateTemplate template) {
        return keys.signers().stream()
                .findFirst()
                .map(key -> signLater(template, key))
                .orElseGet(() -> CompletableFuture.failedFuture(noSigner()));
    }

    /** Signs by that one of its keys, which need not be the one that signs otherwise. */
    public CompletionStage<Certificate> signLater(CertificateTemplate template, SshPublicKey by) {
        return signing(by)
                .map(key -> signLater(template, key))
                .orElseGet(() -> CompletableFuture.failedFuture(noSigner()));
    }

    private CompletionStage<Certificate> signLater(CertificateTemplate template, SshSigner key) {
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
                key.sshKey());
        return key.signLater(body.encode(), template.grounds())
                .thenApply(signature -> new Certificate(body, signature));
    }

    private SignerUnavailableException noSigner() {
        return new SignerUnavailableException(
                "no key of the " + name + " authority that may sign is here", "look with: bastion ca status");
    }

    @Override
    public String toString() {
        return name + " authority"
                + signer().map(key -> " " + key.fingerprint()).orElse("");
    }
}
