package dev.bastion.authority;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Authority;
import dev.bastion.policy.AuthorityEvent.AuthorityKeyIntroduced;
import dev.bastion.policy.AuthorityEvent.AuthorityKeyMoved;
import dev.bastion.policy.AuthorityKey;
import dev.bastion.policy.CertificateEvent.CertificateRevoked;
import dev.bastion.policy.KeyStanding;
import dev.bastion.signer.SignersKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Brings the keys in a bastion's ledger to where they stand with its signer, also where the bastion missed steps on the way.
 * Decides only; for one decision.
 */
final class SignersSteps {
    private static final String BY = "the signer";

    private final AccessState state;
    private final Instant now;
    private final Map<String, AuthorityKey> keys = new TreeMap<>();
    private final Map<String, KeyStanding> standings = new TreeMap<>();
    private final List<AccessEvent> events = new ArrayList<>();

    private SignersSteps(AccessState state, Instant now) {
        this.state = requireNonNull(state, "state is null");
        this.now = now;
        for (AuthorityKey key : state.authorityKeys()) {
            keys.put(key.fingerprint(), key);
            standings.put(key.fingerprint(), key.standing());
        }
    }

    /** The steps; what comes of them is what cannot be followed, in sentences. */
    static Decider<List<String>> to(List<SignersKey> shown, Clock clock) {
        List<SignersKey> all = List.copyOf(shown);
        return state -> new SignersSteps(state, clock.instant().truncatedTo(ChronoUnit.MILLIS)).decide(all);
    }

    private Decided<List<String>> decide(List<SignersKey> shown) {
        shown.forEach(this::introduce);
        at(shown, KeyStanding.TRUSTED).forEach(key -> reach(key, KeyStanding.TRUSTED));
        // One that was the signer while nobody looked becomes it, before the next one takes its place.
        at(shown, KeyStanding.RETIRING)
                .filter(key -> standing(key) == KeyStanding.INTRODUCED || standing(key) == KeyStanding.TRUSTED)
                .forEach(key -> reach(key, KeyStanding.SIGNER));
        at(shown, KeyStanding.SIGNER).forEach(key -> reach(key, KeyStanding.SIGNER));
        at(shown, KeyStanding.RETIRED).forEach(key -> reach(key, KeyStanding.RETIRED));
        return new Decided<>(
                events,
                shown.stream()
                        .filter(key -> key.standing() != KeyStanding.RETIRED || isKnown(key))
                        .filter(key -> standing(key) != key.standing())
                        .map(this::sentence)
                        .toList());
    }

    private static Stream<SignersKey> at(List<SignersKey> shown, KeyStanding standing) {
        return shown.stream().filter(key -> key.standing() == standing);
    }

    private static String name(SignersKey key) {
        return key.key().fingerprint();
    }

    private boolean isKnown(SignersKey key) {
        return standings.containsKey(name(key));
    }

    private KeyStanding standing(SignersKey key) {
        return standings.get(name(key));
    }

    private String sentence(SignersKey key) {
        return "the signer's key %s of the %s authority is %s there and %s here"
                .formatted(
                        name(key),
                        key.authority().word(),
                        key.standing().word(),
                        standing(key).word());
    }

    private void introduce(SignersKey key) {
        if (isKnown(key) || key.standing() == KeyStanding.RETIRED) {
            return;
        }
        String place = KeyCabinet.atSigner(key.place());
        events.add(new AuthorityKeyIntroduced(key.authority(), key.key().line(), name(key), place, BY, now));
        keys.put(
                name(key),
                new AuthorityKey(
                        key.authority(),
                        key.key().line(),
                        name(key),
                        place,
                        KeyStanding.INTRODUCED,
                        now,
                        now,
                        Map.of()));
        standings.put(name(key), KeyStanding.INTRODUCED);
    }

    private void reach(SignersKey key, KeyStanding to) {
        if (!isKnown(key) || keys.get(name(key)).authority() != key.authority()) {
            return;
        }
        if (standing(key) == KeyStanding.INTRODUCED && to == KeyStanding.SIGNER && hasSigner(key.authority())) {
            move(key, KeyStanding.TRUSTED);
        }
        if (standing(key).mayBecome(to, !hasSigner(key.authority()))) {
            move(key, to);
        }
    }

    private boolean hasSigner(Authority authority) {
        return keys.values().stream()
                .anyMatch(
                        key -> key.authority() == authority && standings.get(key.fingerprint()) == KeyStanding.SIGNER);
    }

    private void move(SignersKey key, KeyStanding to) {
        if (to == KeyStanding.SIGNER) {
            keys.values().stream()
                    .filter(other -> other.authority() == key.authority())
                    .map(AuthorityKey::fingerprint)
                    .filter(other -> standings.get(other) == KeyStanding.SIGNER)
                    .forEach(other -> standings.put(other, KeyStanding.RETIRING));
        }
        events.add(new AuthorityKeyMoved(name(key), to, BY, false, now));
        standings.put(name(key), to);
        if (to == KeyStanding.RETIRED && key.authority() == Authority.ACCESS) {
            // A connection that lives looks whether its certificate was revoked, not by which key it was signed.
            Outstanding.certificates(state, keys.get(name(key)), now)
                    .forEach(issued -> events.add(
                            new CertificateRevoked(issued.serial(), BY, "the key that signed it was retired", now)));
        }
    }
}
