package dev.bastion.policy;

import dev.bastion.policy.AccessJournal.Decider;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A desk with its journal, policy, key and a clock that a test moves: noon of a day in 2026. */
public final class TestHouse {

    public static final String ISSUER = "bastion.test";
    public static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    public final MovedClock clock = new MovedClock(NOON);
    public final InMemoryJournal journal = new InMemoryJournal();
    public final KeyPair tokenKey = ed25519();
    public final PolicyHolder policy;
    public final AccessDesk desk;
    public final GrantTokenVerifier verifier;

    public TestHouse() {
        this(TestPolicies.HOUSE);
    }

    public TestHouse(String policyText) {
        policy = new PolicyHolder(TestPolicies.policy(policyText));
        desk = new AccessDesk(policy::current, new GrantTokenSigner(tokenKey.getPrivate(), ISSUER, clock), clock);
        verifier = new GrantTokenVerifier(tokenKey.getPublic(), ISSUER, clock);
    }

    public static KeyPair ed25519() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    public static Wish wish(String target, String login, Duration length) {
        return new Wish(
                List.of(target), Optional.of(login), Optional.of(length), "because", Optional.empty(), Set.of());
    }

    public AccessState state() {
        return journal.state();
    }

    public void policyBecomes(String text) {
        policy.replace(TestPolicies.policy(text));
    }

    /** Time passes while the bastion runs: each day is begun. */
    public void livesThrough(Duration length) {
        Instant end = clock.instant().plus(length);
        while (clock.instant().isBefore(end)) {
            Duration left = Duration.between(clock.instant(), end);
            clock.forward(left.compareTo(Duration.ofDays(1)) < 0 ? left : Duration.ofDays(1));
            decide(desk.beginDay());
        }
    }

    /** Decides and commits. */
    public <R> R decide(Decider<R> decider) {
        return journal.submit(decider).toCompletableFuture().join();
    }

    /** Alice's request for postgres on prod-db-1, which waits for a reviewer. */
    public AccessRequest asked() {
        return asked("alice", Duration.ofMinutes(45));
    }

    public AccessRequest asked(String person, Duration length) {
        Decision decision = decide(desk.request(person, wish("prod-db-1", "postgres", length), Proofs.NONE));
        return ((Decision.RequestPending) decision).request();
    }

    /** The same, approved by bob. */
    public Grant granted() {
        return granted(Duration.ofMinutes(45));
    }

    public Grant granted(Duration length) {
        return ((Decision.GrantGiven)
                        decide(desk.approve("bob", asked("alice", length).id())))
                .grant();
    }
}
