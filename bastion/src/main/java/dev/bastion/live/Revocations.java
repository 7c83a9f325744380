package dev.bastion.live;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.CertificateEvent.CertificateRevoked;
import dev.bastion.policy.HostCertificate;
import dev.bastion.policy.IssuedCertificate;
import dev.bastion.policy.Revocation;
import dev.bastion.policy.RevocationEvent.RevocationMade;
import dev.bastion.policy.RevocationKind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What is revoked: by the ledger, and by whoever revoked something here of which the ledger is told as soon as it can be.
 * What takes access away never waits for it. Thread-safe; asking takes no lock and no I/O.
 */
public final class Revocations {
    private final AccessJournal journal;
    private final Clock clock;
    private final Set<AccessEvent> unwritten = ConcurrentHashMap.newKeySet();
    private final Map<Certificate, Instant> withdrawn = new ConcurrentHashMap<>();
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    public Revocations(AccessJournal journal, Clock clock) {
        this.journal = requireNonNull(journal, "journal is null");
        this.clock = requireNonNull(clock, "clock is null");
        journal.onCommitted(this::committed);
    }

    /** Whether an event takes back a certificate, a key or an authority. */
    public static boolean isOne(AccessEvent event) {
        return event instanceof CertificateRevoked || event instanceof RevocationMade;
    }

    /** Whether a revocation takes away what somebody proved themselves by. */
    public static boolean covers(AccessEvent event, Proof proof) {
        return switch (event) {
            case CertificateRevoked revoked ->
                proof.certificate()
                        .filter(shown -> shown.serial() == revoked.serial())
                        .isPresent();
            case RevocationMade made -> covers(made.revocation(), proof);
            default -> false;
        };
    }

    /**
     * Whether a revocation takes away a certificate that opened a host. Its principal is an account there and no person,
     * whatever that account is called.
     */
    public static boolean coversOnward(AccessEvent event, Certificate onward) {
        boolean ofAPerson =
                event instanceof RevocationMade made && made.revocation().kind() == RevocationKind.PERSON;
        return !ofAPerson && isRevokedBy(event, onward);
    }

    private static boolean covers(Revocation revocation, Proof proof) {
        return switch (revocation.kind()) {
            case KEY -> proof.key().fingerprint().equals(revocation.what());
            case PERSON -> proof.person().equals(revocation.what());
            case KEY_ID, AUTHORITY ->
                proof.certificate().filter(shown -> covers(revocation, shown)).isPresent();
        };
    }

    private static boolean covers(Revocation revocation, Certificate certificate) {
        return switch (revocation.kind()) {
            case KEY -> certificate.subject().fingerprint().equals(revocation.what());
            case KEY_ID -> certificate.keyId().equals(revocation.what());
            case PERSON -> certificate.principals().contains(revocation.what());
            case AUTHORITY -> certificate.authority().fingerprint().equals(revocation.what());
        };
    }

    /** Takes effect at once; whoever calls sees to it that the ledger is told. */
    public void add(AccessEvent revocation) {
        unwritten.add(revocation);
        // The ledger may have been quicker.
        if (isWritten(revocation, journal.state())) {
            unwritten.remove(revocation);
        }
        changed();
    }

    /** What has taken effect here and is not in the ledger yet. */
    public List<AccessEvent> unwritten() {
        return new ArrayList<>(unwritten);
    }

    /** A certificate of the bastion's own that hosts should not take any more, though it is good for a moment yet. */
    public void withdraw(Certificate onward) {
        Instant now = clock.instant();
        withdrawn.values().removeIf(end -> !end.isAfter(now));
        if (onward.validBefore().isAfter(now)) {
            withdrawn.put(onward, onward.validBefore());
            changed();
        }
    }

    /** Those that are still good by the time that is in them. */
    public List<Certificate> withdrawn() {
        Instant now = clock.instant();
        withdrawn.values().removeIf(end -> !end.isAfter(now));
        return new ArrayList<>(withdrawn.keySet());
    }

    /** Is told when something was revoked, on whichever thread that was; it must not block. */
    public void onChange(Runnable watcher) {
        watchers.add(requireNonNull(watcher, "watcher is null"));
    }

    /** Whether a certificate for people is revoked in whichever way. */
    public boolean revoked(Certificate certificate) {
        AccessState state = journal.state();
        return state.certificate(certificate.serial())
                        .map(IssuedCertificate::revoked)
                        .orElse(false)
                || revoked(certificate.subject())
                || authorityRevoked(certificate.authority())
                || state.revocation(RevocationKind.KEY_ID, certificate.keyId()).isPresent()
                || unwritten.stream().anyMatch(event -> isRevokedBy(event, certificate));
    }

    private static boolean isRevokedBy(AccessEvent event, Certificate certificate) {
        return switch (event) {
            case CertificateRevoked revoked -> revoked.serial() == certificate.serial();
            case RevocationMade made -> covers(made.revocation(), certificate);
            default -> false;
        };
    }

    /** Whether a key is revoked, by itself and for whatever was or will be certified of it. */
    public boolean revoked(SshPublicKey key) {
        return says(RevocationKind.KEY, key.fingerprint());
    }

    /** Whether an authority is revoked, with all that it signs. */
    public boolean authorityRevoked(SshPublicKey authority) {
        return says(RevocationKind.AUTHORITY, authority.fingerprint());
    }

    private boolean says(RevocationKind kind, String what) {
        return journal.state().revocation(kind, what).isPresent()
                || unwritten.stream().anyMatch(event -> says(event, kind, what));
    }

    private static boolean says(AccessEvent event, RevocationKind kind, String what) {
        return event instanceof RevocationMade made
                && made.revocation().kind() == kind
                && made.revocation().what().equals(what);
    }

    /** Whether what somebody proved themselves by has been taken back since. */
    public boolean cover(Proof proof) {
        return proof.certificate().map(this::revoked).orElse(false) || revoked(proof.key());
    }

    private void committed(List<AccessEvent> events) {
        if (events.stream().anyMatch(Revocations::isOne)) {
            unwritten.removeIf(event -> isWritten(event, journal.state()));
            changed();
        }
    }

    private static boolean isWritten(AccessEvent event, AccessState state) {
        return switch (event) {
            case CertificateRevoked revoked -> isRevoked(revoked.serial(), state);
            case RevocationMade made ->
                state.revocation(made.revocation().kind(), made.revocation().what())
                        .filter(said -> !said.at().isBefore(made.at())
                                || made.revocation().kind() != RevocationKind.PERSON)
                        .isPresent();
            default -> true;
        };
    }

    private static boolean isRevoked(long serial, AccessState state) {
        return state.certificate(serial).map(IssuedCertificate::revoked).orElse(false)
                || state.hostCertificate(serial).map(HostCertificate::revoked).orElse(false);
    }

    private void changed() {
        watchers.forEach(Runnable::run);
    }
}
