package dev.bastion.policy;

import dev.bastion.policy.AccessJournal.Decider;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Measures how long a policy of 10,000 people, 20,000 targets and 2,000 rules takes to load, and how long the desk takes to
 * decide under it, signatures of grant tokens included: a wish, and an approval that makes a grant of it. Run it with
 * {@code java -cp … dev.bastion.policy.PolicySpeed [people] [targets] [rules]}; prints
 * figures of processor time with their units.
 */
public final class PolicySpeed {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final int WISHES = 20_000;
    /** Fewer, for each is a signature. */
    private static final int APPROVALS = 2_000;

    private static final int LOADS = 3;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final AccessPolicy policy;
    private final AccessDesk desk;
    private final List<Person> people;
    private final List<Target> targets;

    private PolicySpeed(AccessPolicy policy) {
        Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
        this.policy = policy;
        this.desk = new AccessDesk(
                () -> policy, new GrantTokenSigner(TestHouse.ed25519().getPrivate(), "bastion.test", clock), clock);
        this.people = policy.people();
        this.targets = policy.targets();
    }

    public static void main(String[] arguments) {
        int people = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int targets = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000;
        int rules = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2_000;
        String text = RandomPolicies.text(new Random(1), people, targets, rules);
        AccessPolicy policy = null;
        long best = Long.MAX_VALUE;
        for (int round = 0; round < LOADS; round++) {
            long start = processorNanos();
            policy = TestPolicies.policy(text);
            best = Math.min(best, processorNanos() - start);
        }
        System.out.printf("loaded %d bytes in %d ms%n", text.length(), best / 1_000_000);
        new PolicySpeed(policy).measure();
    }

    private void measure() {
        AccessFold empty = new AccessFold();
        Random random = new Random(2);
        // Twice, so that the second time tells of compiled code alone.
        for (int round = 0; round < 2; round++) {
            report(
                    "wishes",
                    round,
                    WISHES,
                    i -> desk.request(asker(random), wish(random), Proofs.NONE).decide(empty));
        }
        AccessFold waiting = new AccessFold();
        long request = waitingRequest(waiting);
        List<Person> approvers = policy.approvers(
                policy.rule(waiting.request(request).orElseThrow().rule()).orElseThrow(),
                waiting.request(request).orElseThrow().person());
        for (int round = 0; round < 2; round++) {
            report(
                    "approvals",
                    round,
                    APPROVALS,
                    i -> desk.approve(approvers.get(i % approvers.size()).name(), request)
                            .decide(waiting));
        }
    }

    private static void report(String what, int round, int count, IntConsumer decision) {
        long start = processorNanos();
        for (int i = 0; i < count; i++) {
            decision.accept(i);
        }
        long each = (processorNanos() - start) / count;
        if (round > 0) {
            System.out.printf("%s %d decisions/s, each %d us%n", what, 1_000_000_000L / each, each / 1000);
        }
    }

    /** Time of this thread on a processor, so that a busy machine does not count. */
    private static long processorNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** A wish that waits for one approval of one group. */
    private long waitingRequest(AccessFold state) {
        Random random = new Random(3);
        while (true) {
            Decider<Decision> wish = desk.request(asker(random), wish(random), Proofs.NONE);
            var decided = wish.decide(state);
            if (decided.result() instanceof Decision.RequestPending pending && pending.needed() == 1) {
                decided.events().forEach(state::apply);
                return pending.request().id();
            }
        }
    }

    private String asker(Random random) {
        return people.get(random.nextInt(people.size())).name();
    }

    private Wish wish(Random random) {
        return new Wish(
                List.of(targets.get(random.nextInt(targets.size())).name()),
                Optional.of(random.nextBoolean() ? "deploy" : "postgres"),
                Optional.of(Duration.ofMinutes(20)),
                "because",
                Optional.empty(),
                Set.of());
    }
}
