package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessJournal.Decider;
import java.time.Instant;

/**
 * The desk of certificates, keys and authorities: what is signed by hand, and what is taken back. Each method makes a decider,
 * under the terms of {@link AccessDesk}. Safe to use from any thread.
 */
public final class CertificateDesk {
    private final Deciders deciders;

    CertificateDesk(Deciders deciders) {
        this.deciders = requireNonNull(deciders, "deciders is null");
    }

    /** Writes that a person's certificate will be signed: {@code SigningNoted} or {@code Refused}. */
    public Decider<Decision> signByHand(CertificateEvent.CertificateSigning intent) {
        requireNonNull(intent, "intent is null");
        return deciders.decision(scene -> new HandSigning(scene).person(intent));
    }

    /** The same of a real host's certificate. */
    public Decider<Decision> signHost(CertificateEvent.HostCertificateSigning intent) {
        requireNonNull(intent, "intent is null");
        return deciders.decision(scene -> new HandSigning(scene).host(intent));
    }

    /** Writes the certificate that was signed: {@code SigningNoted}, or {@code Refused} if it was revoked meanwhile. */
    public Decider<Decision> signedByHand(long serial, String base64) {
        requireNonNull(base64, "base64 is null");
        return deciders.decision(scene -> new HandSigning(scene).signed(serial, base64));
    }

    /** {@code CertificateOver} or {@code Refused}; for administrators, and for the person whose it is. */
    public Decider<Decision> revokeCertificate(String by, long serial, String reason) {
        requireNonNull(by, "by is null");
        requireNonNull(reason, "reason is null");
        Instant effect = deciders.now();
        return deciders.act(by, scene -> new Revoking(scene, effect).revokeSerial(by, serial, reason));
    }

    /** The same by whoever rules the server. */
    public Decider<Decision> revokeCertificateHere(String by, long serial, String reason) {
        requireNonNull(by, "by is null");
        requireNonNull(reason, "reason is null");
        Instant effect = deciders.now();
        return deciders.decision(scene -> new Revoking(scene, effect).revokeSerialHere(by, serial, reason));
    }

    /** Takes back a key, an authority or certificates, for good: {@code RevocationTaken} or {@code Refused}. */
    public Decider<Decision> revoke(String administrator, RevocationKind kind, String what, String reason) {
        requireNonNull(administrator, "administrator is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(what, "what is null");
        requireNonNull(reason, "reason is null");
        Instant effect = deciders.now();
        return deciders.act(
                administrator, scene -> new Revoking(scene, effect).revoke(administrator, kind, what, reason));
    }

    /** The same by whoever rules the server. */
    public Decider<Decision> revokeHere(String by, RevocationKind kind, String what, String reason) {
        requireNonNull(by, "by is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(what, "what is null");
        requireNonNull(reason, "reason is null");
        Instant effect = deciders.now();
        return deciders.decision(scene -> new Revoking(scene, effect).revokeHere(by, kind, what, reason));
    }
}
