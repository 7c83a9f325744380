package dev.bastion.policy;

import dev.bastion.policy.AuthorityEvent.AuthorityKeyAccepted;
import dev.bastion.policy.AuthorityEvent.AuthorityKeyHeld;
import dev.bastion.policy.AuthorityEvent.AuthorityKeyIntroduced;
import dev.bastion.policy.AuthorityEvent.AuthorityKeyMoved;
import dev.bastion.policy.AuthorityEvent.ProfileFetched;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The authorities' keys, as the events say. One thread writes. */
final class AuthorityBook {

    private static final Comparator<AuthorityKey> ORDER = Comparator.comparing(AuthorityKey::authority)
            .thenComparing(AuthorityKey::introduced)
            .thenComparing(AuthorityKey::fingerprint);

    private final Table<String, AuthorityKey> keys;
    private final Table<String, Instant> accepted;
    private final Table<String, Instant> fetched;

    AuthorityBook() {
        this(Table.base(), Table.base(), Table.base());
    }

    private AuthorityBook(
            Table<String, AuthorityKey> keys, Table<String, Instant> accepted, Table<String, Instant> fetched) {
        this.keys = keys;
        this.accepted = accepted;
        this.fetched = fetched;
    }

    AuthorityBook overlay() {
        return new AuthorityBook(keys.overlay(), accepted.overlay(), fetched.overlay());
    }

    List<AuthorityKey> keys() {
        return keys.rows().stream().sorted(ORDER).toList();
    }

    Optional<AuthorityKey> key(String fingerprint) {
        return keys.row(fingerprint);
    }

    Optional<Instant> accepted(String target, String fingerprint) {
        return accepted.row(joined(target, fingerprint));
    }

    Optional<Instant> fetched(String person, String fingerprint) {
        return fetched.row(joined(person, fingerprint));
    }

    void introduced(AuthorityKeyIntroduced event) {
        if (key(event.fingerprint()).isPresent()) {
            throw new IllegalStateException("key " + event.fingerprint() + " was introduced twice");
        }
        keys.put(
                event.fingerprint(),
                new AuthorityKey(
                        event.authority(),
                        event.line(),
                        event.fingerprint(),
                        event.place(),
                        KeyStanding.INTRODUCED,
                        event.at(),
                        event.at(),
                        Map.of()));
    }

    void moved(AuthorityKeyMoved event) {
        AuthorityKey key = known(event.fingerprint());
        Optional<AuthorityKey> signer = keys.rows().stream()
                .filter(other -> other.authority() == key.authority() && other.standing() == KeyStanding.SIGNER)
                .findFirst();
        if (!key.standing().mayBecome(event.to(), signer.isEmpty())) {
            throw new IllegalStateException("key " + event.fingerprint() + " is "
                    + key.standing().word() + " and cannot become " + event.to().word());
        }
        if (event.to() == KeyStanding.SIGNER) {
            signer.ifPresent(before -> keys.put(before.fingerprint(), before.moved(KeyStanding.RETIRING, event.at())));
        }
        keys.put(key.fingerprint(), key.moved(event.to(), event.at()));
    }

    void held(AuthorityKeyHeld event) {
        keys.put(event.fingerprint(), known(event.fingerprint()).heldBy(event.bastion(), event.at()));
    }

    void accepted(AuthorityKeyAccepted event) {
        known(event.fingerprint());
        accepted.put(joined(event.target(), event.fingerprint()), event.at());
    }

    void fetched(ProfileFetched event) {
        known(event.fingerprint());
        fetched.put(joined(event.person(), event.fingerprint()), event.at());
    }

    private AuthorityKey known(String fingerprint) {
        return key(fingerprint)
                .orElseThrow(() -> new IllegalStateException("key " + fingerprint + " was never introduced"));
    }

    private static String joined(String who, String fingerprint) {
        return who + ' ' + fingerprint;
    }
}
