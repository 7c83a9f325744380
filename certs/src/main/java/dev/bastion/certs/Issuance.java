package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to one signature. Only {@link AccessIssuer#prepare} makes one, so its existence proves that grant tokens
 * were verified; {@link AccessIssuer#sign} redeems it once. Between the two the caller writes into the ledger what is
 * about to be signed. Safe for use by many threads.
 */
public final class Issuance {
    private final AccessIssuer issuer;
    private final CertificateTemplate template;
    private final String person;
    private final List<Long> grants;
    private final List<String> ignored;
    private final AtomicBoolean redeemed = new AtomicBoolean();

    Issuance(
            AccessIssuer issuer, CertificateTemplate template, String person, List<Long> grants, List<String> ignored) {
        this.issuer = requireNonNull(issuer, "issuer is null");
        this.template = requireNonNull(template, "template is null");
        this.person = requireNonNull(person, "person is null");
        this.grants = List.copyOf(grants);
        this.ignored = List.copyOf(ignored);
    }

    public long serial() {
        return template.serial();
    }

    public String person() {
        return person;
    }

    /** The key that will be certified. */
    public SshPublicKey key() {
        return template.subject();
    }

    public String keyId() {
        return template.keyId();
    }

    /** A minute before it was prepared. */
    public Instant notBefore() {
        return template.validAfter();
    }

    /** The end of the grant that ends last. */
    public Instant notAfter() {
        return template.validBefore();
    }

    /** The ids of the grants whose tokens were good, ascending. */
    public List<Long> grants() {
        return grants;
    }

    /** Why other tokens gave nothing, for the log; holds nothing of the tokens. */
    public List<String> ignored() {
        return ignored;
    }

    CertificateTemplate redeem(AccessIssuer by) {
        if (by != issuer) {
            throw new IllegalStateException("this issuance is another issuer's");
        }
        if (!redeemed.compareAndSet(false, true)) {
            throw new IllegalStateException("this issuance has been redeemed already");
        }
        return template;
    }
}
