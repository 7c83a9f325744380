package dev.bastion.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.Rule;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.TestPolicies;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A session opens while the policy changes to one whose rule no longer allows it. */
class RuleChangeMissesNoSessionTest {
    private static final int ROUNDS = 2000;
    private static final AccessPolicy WIDE = TestPolicies.policy(TestPolicies.HOUSE);
    private static final AccessPolicy NARROW = TestPolicies.policy(TestPolicies.HOUSE.replace(
            "  - name: prod\n", "  - name: prod\n    sources: [10.0.0.0/8]\n    sessions: 1\n"));

    private static final class FromElsewhere extends HeldSession {
        FromElsewhere() {
            super(1);
        }

        @Override
        public Optional<String> objection(Rule rule) {
            return rule.use().sources().isEmpty() ? Optional.empty() : Optional.of("from elsewhere");
        }
    }

    @Test
    void whicheverOfTheTwoComesFirst() throws Exception {
        TestHouse house = new TestHouse();
        LiveGrants grants =
                new LiveGrants(house.journal, house.policy::current, house.clock, new Clocks(house.clock).boot);
        LiveGrant gate = grants.find(house.granted().id()).orElseThrow();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < ROUNDS; round++) {
                house.policy.replace(WIDE);
                grants.followPolicy();
                FromElsewhere session = new FromElsewhere();
                CyclicBarrier together = new CyclicBarrier(2);
                Future<Optional<String>> admission = threads.submit(() -> {
                    together.await(10, TimeUnit.SECONDS);
                    return grants.admit(gate, session);
                });
                Future<?> change = threads.submit(() -> {
                    together.await(10, TimeUnit.SECONDS);
                    house.policy.replace(NARROW);
                    grants.followPolicy();
                    return null;
                });
                change.get(10, TimeUnit.SECONDS);
                boolean refused = admission.get(10, TimeUnit.SECONDS).isPresent();
                assertTrue(refused || session.ends.contains(EndCause.RULE_NARROWED), "a session lives on");
                assertEquals(1, gate.use().sessions().orElse(0), "the gate goes by the rule before");
                gate.unregister(session);
            }
        }
    }

    @Test
    void endsTheLatestBeyondTheNumberThatIsAllowedNow() {
        TestHouse house = new TestHouse();
        LiveGrants grants =
                new LiveGrants(house.journal, house.policy::current, house.clock, new Clocks(house.clock).boot);
        LiveGrant gate = grants.find(house.granted().id()).orElseThrow();
        List<HeldSession> sessions = List.of(new HeldSession(1), new HeldSession(2), new HeldSession(3));
        sessions.forEach(session -> assertEquals(Optional.empty(), grants.admit(gate, session)));
        house.policy.replace(NARROW);
        grants.followPolicy();
        assertEquals(
                2, sessions.stream().filter(session -> !session.ends.isEmpty()).count());
    }
}
