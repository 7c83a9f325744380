package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.MalformedKeyException;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Authority;
import dev.bastion.policy.AuthorityEvent.AuthorityKeyAccepted;
import dev.bastion.policy.AuthorityKey;
import dev.bastion.policy.KeyStanding;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which keys of the target authority a target is shown certificates by, and in which order, while one key takes another's
 * place: so that a target which knows the old one, both or the new one is opened all the same, and it becomes known which.
 *
 * <p>A key that is trusted and does not sign yet is tried first, now and then, where it is not known to be accepted. What a
 * target refused a moment ago comes last. Once it is known to accept the signer, it is shown nothing by the key that
 * retires. Thread-safe; waits for nothing.
 */
final class TargetTrust {
    private static final Logger LOG = LoggerFactory.getLogger(TargetTrust.class);

    /** A target's sshd logs each certificate that it refuses. */
    private static final Duration BETWEEN_TRIALS = Duration.ofMinutes(10);

    private static final int MOST_REFUSALS = 10_000;

    private final AccessJournal journal;
    private final Clock clock;
    private final Map<Refused, Instant> refused = new ConcurrentHashMap<>();

    private record Refused(String target, String fingerprint) {}

    TargetTrust(AccessJournal journal, Clock clock) {
        this.journal = requireNonNull(journal, "journal is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** The keys, the first to be tried first; none where the one that signs is the only one. */
    List<SshPublicKey> order(String target) {
        AccessState state = journal.state();
        List<AuthorityKey> keys = usable(state);
        if (keys.size() < 2) {
            return List.of();
        }
        List<AuthorityKey> signers = standing(keys, KeyStanding.SIGNER);
        List<AuthorityKey> coming = standing(keys, KeyStanding.TRUSTED);
        List<AuthorityKey> leaving = standing(keys, KeyStanding.RETIRING);
        if (signers.stream().anyMatch(key -> accepts(state, target, key))) {
            leaving = List.of();
        }
        List<AuthorityKey> order = new ArrayList<>();
        coming.stream().filter(key -> isDueForTrial(state, target, key)).forEach(order::add);
        Stream.of(signers, leaving, coming)
                .flatMap(List::stream)
                .filter(key -> !order.contains(key))
                .sorted(Comparator.comparing(key -> refusedLately(target, key)))
                .forEach(order::add);
        return order.stream().map(TargetTrust::key).toList();
    }

    /**
     * What a login taught; writes it down where it was not known.
     *
     * @param accepted the place of the one that the target accepted; those before it were refused
     */
    void learn(String target, List<Certificate> shown, int accepted) {
        AccessState state = journal.state();
        if (accepted < 0 || accepted >= shown.size() || usable(state).size() < 2) {
            return;
        }
        if (refused.size() > MOST_REFUSALS) {
            refused.clear();
        }
        shown.subList(0, accepted)
                .forEach(certificate ->
                        refused.put(new Refused(target, certificate.authority().fingerprint()), clock.instant()));
        String fingerprint = shown.get(accepted).authority().fingerprint();
        refused.remove(new Refused(target, fingerprint));
        if (state.acceptedBy(target, fingerprint).isEmpty()) {
            write(target, fingerprint);
        }
    }

    private void write(String target, String fingerprint) {
        journal.submit(state -> isNews(state, target, fingerprint)
                        ? new Decided<>(List.of(new AuthorityKeyAccepted(target, fingerprint, clock.instant())), true)
                        : Decided.nothing(false))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn(
                                "that {} accepts {} is not in the ledger: {}", target, fingerprint, failure.toString());
                    }
                });
    }

    private static boolean isNews(AccessState state, String target, String fingerprint) {
        return state.acceptedBy(target, fingerprint).isEmpty()
                && usable(state).stream().anyMatch(key -> key.fingerprint().equals(fingerprint));
    }

    private boolean isDueForTrial(AccessState state, String target, AuthorityKey key) {
        return !accepts(state, target, key) && !refusedLately(target, key);
    }

    private boolean refusedLately(String target, AuthorityKey key) {
        Instant last = refused.get(new Refused(target, key.fingerprint()));
        return last != null && clock.instant().isBefore(last.plus(BETWEEN_TRIALS));
    }

    private static boolean accepts(AccessState state, String target, AuthorityKey key) {
        return state.acceptedBy(target, key.fingerprint()).isPresent();
    }

    private static List<AuthorityKey> usable(AccessState state) {
        return state.authorityKeys().stream()
                .filter(key ->
                        key.authority() == Authority.TARGET && key.standing().trusted())
                .toList();
    }

    private static List<AuthorityKey> standing(List<AuthorityKey> keys, KeyStanding standing) {
        return keys.stream().filter(key -> key.standing() == standing).toList();
    }

    private static SshPublicKey key(AuthorityKey known) {
        try {
            return SshPublicKey.parseLine(known.line());
        } catch (MalformedKeyException e) {
            throw new IllegalStateException("the ledger holds a key that is none: " + e.getMessage(), e);
        }
    }
}
