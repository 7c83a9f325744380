package dev.bastion.authority;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Authority;
import dev.bastion.policy.AuthorityEvent.AuthorityKeyIntroduced;
import dev.bastion.policy.AuthorityEvent.AuthorityKeyMoved;
import dev.bastion.policy.AuthorityKey;
import dev.bastion.policy.CertificateEvent.CertificateRevoked;
import dev.bastion.policy.KeyStanding;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How a key of an authority takes another's place without a gap: introduced, trusted beside the old one, the signer; and
 * the old one retiring until nothing that it signed is good any more. Each step waits until all have followed whom it
 * would cut off, unless it is forced. Decides only; thread-safe.
 */
public final class Rotation {
    private final Following following;
    private final Clock clock;

    /** As of a bastion, whose ledger says who has followed. */
    public Rotation(Supplier<AccessPolicy> policies, Clock clock) {
        this(Following.byLedger(policies), clock);
    }

    public Rotation(Following following, Clock clock) {
        this.following = requireNonNull(following, "following is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** The first key of an authority is its signer from the beginning; nothing where it has keys already. */
    Decider<Boolean> adopt(Authority authority, SshPublicKey key, String place, String by) {
        return state -> {
            if (!keys(state, authority).isEmpty()) {
                return Decided.nothing(false);
            }
            Instant now = now();
            return new Decided<>(
                    List.of(
                            introduced(authority, key, place, by, now),
                            new AuthorityKeyMoved(key.fingerprint(), KeyStanding.SIGNER, by, false, now)),
                    true);
        };
    }

    /** Whether another key of that authority may be made now. */
    public Optional<RotationAnswer.Refused> objection(AccessState state, Authority authority) {
        return keys(state, authority).stream()
                .filter(key -> key.standing() == KeyStanding.INTRODUCED || key.standing() == KeyStanding.TRUSTED)
                .findFirst()
                .map(key -> new RotationAnswer.Refused(
                        "a new key of the %s authority is on its way already, %s"
                                .formatted(authority.word(), key.fingerprint()),
                        "bastion ca rotate %1$s, or give it up: bastion ca retire %1$s %2$s"
                                .formatted(authority.word(), key.fingerprint())));
    }

    /** A new key is there. */
    public Decider<RotationAnswer> introduce(Authority authority, SshPublicKey key, String place, String by) {
        return state -> {
            Optional<RotationAnswer.Refused> objection = objection(state, authority);
            if (objection.isPresent()) {
                return Decided.nothing(objection.get());
            }
            boolean first = keys(state, authority).stream().allMatch(known -> known.standing() == KeyStanding.RETIRED);
            AuthorityKeyIntroduced event = introduced(authority, key, place, by, now());
            List<AccessEvent> events = new ArrayList<>(List.of(event));
            if (first) {
                events.add(new AuthorityKeyMoved(key.fingerprint(), KeyStanding.SIGNER, by, false, event.at()));
            }
            return new Decided<>(
                    events,
                    new RotationAnswer.Done(asIntroduced(event), first ? KeyStanding.SIGNER : KeyStanding.INTRODUCED));
        };
    }

    /** The newest key that does not sign yet comes one step further. */
    public Decider<RotationAnswer> advance(Authority authority, String by, boolean force) {
        return state -> {
            Optional<AuthorityKey> coming = keys(state, authority).stream()
                    .filter(key -> key.standing() == KeyStanding.INTRODUCED || key.standing() == KeyStanding.TRUSTED)
                    .findFirst();
            return coming.map(key -> advanced(state, key, by, force))
                    .orElseGet(() -> Decided.nothing(new RotationAnswer.Refused(
                            "the %s authority has no new key".formatted(authority.word()),
                            "bastion ca init " + authority.word())));
        };
    }

    private Decided<RotationAnswer> advanced(AccessState state, AuthorityKey key, String by, boolean force) {
        KeyStanding to = key.standing() == KeyStanding.INTRODUCED ? KeyStanding.TRUSTED : KeyStanding.SIGNER;
        Optional<String> lacking = lacking(following.missing(state, key), to, key.authority());
        if (lacking.isPresent() && !force) {
            return Decided.nothing(new RotationAnswer.Refused(
                    lacking.get(), "bastion ca status shows who; --force goes on without them"));
        }
        return moved(key, to, by, lacking.isPresent());
    }

    /** A target that has not followed is opened by the old key while that retires, so the switch does not wait for it. */
    private static Optional<String> lacking(Followed missing, KeyStanding to, Authority authority) {
        if (!missing.bastions().isEmpty()) {
            return Optional.of("%d of the bastions cannot sign with it yet: %s"
                    .formatted(missing.bastions().size(), shown(missing.bastions())));
        }
        if (to == KeyStanding.SIGNER
                && authority == Authority.HOST
                && !missing.people().isEmpty()) {
            return Optional.of("%d people have not fetched a profile with it yet: %s"
                    .formatted(missing.people().size(), shown(missing.people())));
        }
        return Optional.empty();
    }

    /** Ends a key: the one that retires, or the one that is named and does not sign. */
    public Decider<RotationAnswer> retire(Authority authority, Optional<String> fingerprint, String by, boolean force) {
        return state -> {
            Optional<AuthorityKey> leaving = keys(state, authority).stream()
                    .filter(key -> fingerprint
                            .map(key.fingerprint()::equals)
                            .orElseGet(() -> key.standing() == KeyStanding.RETIRING))
                    .findFirst();
            return leaving.map(key -> retired(state, key, by, force))
                    .orElseGet(() -> Decided.nothing(new RotationAnswer.Refused(
                            "the %s authority has no %s"
                                    .formatted(
                                            authority.word(),
                                            fingerprint
                                                    .map(name -> "key " + name)
                                                    .orElse("key that retires")),
                            "bastion ca list")));
        };
    }

    private Decided<RotationAnswer> retired(AccessState state, AuthorityKey key, String by, boolean force) {
        if (key.standing() == KeyStanding.SIGNER || key.standing() == KeyStanding.RETIRED) {
            return Decided.nothing(
                    key.standing() == KeyStanding.SIGNER
                            ? new RotationAnswer.Refused(
                                    "the key %s signs".formatted(key.fingerprint()),
                                    "put another in its place first: bastion ca init "
                                            + key.authority().word())
                            : new RotationAnswer.Refused(
                                    "the key %s is retired already".formatted(key.fingerprint()), "bastion ca list"));
        }
        Optional<String> objection = stillNeeded(state, key);
        if (objection.isPresent() && !force) {
            return Decided.nothing(new RotationAnswer.Refused(
                    objection.get(), "wait, or retire it all the same with --force, which ends what it signed"));
        }
        Decided<RotationAnswer> moved = moved(key, KeyStanding.RETIRED, by, objection.isPresent());
        List<AccessEvent> events = new ArrayList<>(moved.events());
        if (key.authority() == Authority.ACCESS) {
            // A connection that lives looks whether its certificate was revoked, not by which key it was signed.
            Outstanding.certificates(state, key, now())
                    .forEach(issued -> events.add(
                            new CertificateRevoked(issued.serial(), by, "the key that signed it was retired", now())));
        }
        return new Decided<>(events, moved.result());
    }

    private Optional<String> stillNeeded(AccessState state, AuthorityKey key) {
        Optional<Instant> end = following.end(state, key, now());
        Optional<AuthorityKey> signer = keys(state, key.authority()).stream()
                .filter(other -> other.standing() == KeyStanding.SIGNER)
                .findFirst();
        Followed missing = key.standing() == KeyStanding.RETIRING && signer.isPresent()
                ? following.missing(state, signer.get())
                : new Followed(List.of(), List.of(), List.of());
        if (!missing.all()) {
            return Optional.of("not all have followed the new key yet: "
                    + shown(
                            missing.bastions().isEmpty()
                                    ? missing.targets().isEmpty() ? missing.people() : missing.targets()
                                    : missing.bastions()));
        }
        return end.filter(until -> until.isAfter(now()))
                .map(until -> "what %s signed is good until %s".formatted(key.fingerprint(), until));
    }

    private Decided<RotationAnswer> moved(AuthorityKey key, KeyStanding to, String by, boolean forced) {
        return new Decided<>(
                List.of(new AuthorityKeyMoved(key.fingerprint(), to, by, forced, now())),
                new RotationAnswer.Done(key, to));
    }

    /** Every key of the ledger with who has not followed it, in the order in which they came. */
    public List<Standing> standings(AccessState state) {
        return state.authorityKeys().stream()
                .map(key -> new Standing(key, following.missing(state, key), following.end(state, key, now())))
                .toList();
    }

    /**
     * How a key stands.
     *
     * @param missing who has not followed it
     * @param end when nothing that it signed is good any more; empty while it signs
     */
    public record Standing(AuthorityKey key, Followed missing, Optional<Instant> end) {
        public Standing {
            requireNonNull(key, "key is null");
            requireNonNull(missing, "missing is null");
            requireNonNull(end, "end is null");
        }
    }

    /** The places that the ledger has given out. */
    public static Set<String> places(AccessState state) {
        return state.authorityKeys().stream().map(AuthorityKey::place).collect(Collectors.toSet());
    }

    private static AuthorityKeyIntroduced introduced(
            Authority authority, SshPublicKey key, String place, String by, Instant at) {
        return new AuthorityKeyIntroduced(authority, key.line(), key.fingerprint(), place, by, at);
    }

    private static AuthorityKey asIntroduced(AuthorityKeyIntroduced event) {
        return new AuthorityKey(
                event.authority(),
                event.line(),
                event.fingerprint(),
                event.place(),
                KeyStanding.INTRODUCED,
                event.at(),
                event.at(),
                Map.of());
    }

    private static List<AuthorityKey> keys(AccessState state, Authority authority) {
        return state.authorityKeys().stream()
                .filter(key -> key.authority() == authority)
                .toList();
    }

    private static String shown(List<String> names) {
        int most = 10;
        String list = names.stream().limit(most).collect(Collectors.joining(", "));
        return names.size() > most ? list + " and %d more".formatted(names.size() - most) : list;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
