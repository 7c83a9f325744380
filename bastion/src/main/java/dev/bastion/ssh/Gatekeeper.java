package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.CertificateChecker;
import dev.bastion.certs.Refusal;
import dev.bastion.certs.SignatureReading;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.live.Revocations;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.IssuedCertificate;
import dev.bastion.policy.Person;
import dev.bastion.policy.PolicyHolder;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;

/**
 * Whose key or certificate this is. Decides from memory alone and opens nothing: it is also asked for keys that a client
 * has only offered. Thread-safe.
 */
public final class Gatekeeper {
    private final PolicyHolder policy;
    private final AccessJournal journal;
    private final CertificateChecker checker;
    private final Revocations revocations;
    private final Clock clock;

    public Gatekeeper(
            PolicyHolder policy,
            AccessJournal journal,
            CertificateChecker checker,
            Revocations revocations,
            Clock clock) {
        this.policy = requireNonNull(policy, "policy is null");
        this.journal = requireNonNull(journal, "journal is null");
        this.checker = requireNonNull(checker, "checker is null");
        this.revocations = requireNonNull(revocations, "revocations is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** What a certificate proves. */
    public sealed interface Reading {
        record Theirs(Person person, SshPublicKey key) implements Reading {}

        record Refused(Refusal why) implements Reading {}
    }

    /** Whose key it is; nobody's once it is revoked. */
    public Optional<Person> ownerOf(SshPublicKey key) {
        return revocations.revoked(key) ? Optional.empty() : policy.current().personByKey(key.blob());
    }

    /**
     * Whether the certificate opens the bastion, and for whom: found by its serial, equal byte for byte to what was
     * issued, sound in every field, for a key that is still that person's.
     */
    public Reading read(Certificate certificate, InetAddress source) {
        Optional<IssuedCertificate> issued = journal.state().certificate(certificate.serial());
        // A certificate that was never issued here is still read in full, so that the log says what is wrong with it.
        String person = issued.map(IssuedCertificate::person).orElse("");
        Optional<Refusal> refusal = checker.check(certificate, person, source, clock.instant());
        if (refusal.isPresent()) {
            return new Reading.Refused(refusal.get());
        }
        if (issued.isEmpty() || !isWhatWasIssued(issued.get(), certificate)) {
            return new Reading.Refused(Refusal.UNKNOWN_AUTHORITY);
        }
        if (isDisabled(person)) {
            return new Reading.Refused(Refusal.REVOKED);
        }
        return ownerOf(certificate.subject())
                .filter(owner -> owner.name().equals(person))
                .<Reading>map(owner -> new Reading.Theirs(owner, certificate.subject()))
                .orElseGet(() -> new Reading.Refused(Refusal.PRINCIPAL_NOT_LISTED));
    }

    Optional<Refusal> proofRefusal(Certificate certificate, SignatureReading.Valid proof) {
        return checker.checkProof(certificate, proof);
    }

    /** Whether there is a grant that a certificate could be fetched for. */
    boolean hasGrant(Person person) {
        return !journal.state().liveGrants(person.name(), clock.instant()).isEmpty();
    }

    /** Whether a usable certificate exists for that very key, which the client should show too. */
    boolean hasCertificate(Person person, SshPublicKey key) {
        return journal.state().certificatesOf(person.name()).stream()
                .anyMatch(issued -> issued.usable(clock.instant())
                        && issued.keyFingerprint().equals(key.fingerprint()));
    }

    /** Whether what the connection proved still holds: the key is still that person's, the certificate not revoked. */
    boolean stillHolds(Identity identity) {
        boolean ownsKey = ownerOf(identity.key())
                .filter(owner -> owner.name().equals(identity.person().name()))
                .isPresent();
        boolean certificateGood = identity.certificate().isEmpty()
                || journal.state()
                        .certificate(identity.serial().getAsLong())
                        .filter(issued -> !issued.revoked())
                        .isPresent();
        return ownsKey
                && certificateGood
                && !revocations.cover(identity.proof())
                && !isDisabled(identity.person().name());
    }

    /** Whether its certificate is good at this moment too: a connection that outlives it opens no more targets. */
    boolean certified(Identity identity) {
        return identity.certificate().isPresent()
                && !revocations.cover(identity.proof())
                && journal.state()
                        .certificate(identity.serial().getAsLong())
                        .filter(issued -> issued.usable(clock.instant()))
                        .isPresent();
    }

    private boolean isDisabled(String person) {
        return journal.state().disabling(person).isPresent();
    }

    private static boolean isWhatWasIssued(IssuedCertificate issued, Certificate shown) {
        return issued.base64()
                .map(base64 -> MessageDigest.isEqual(Base64.getDecoder().decode(base64), shown.blob()))
                .orElse(false);
    }
}
