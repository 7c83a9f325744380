package dev.bastion.live;

import dev.bastion.policy.rule.Use;
import java.time.Clock;
import java.time.Duration;

/** Gates that open at once, for tests of what stands behind one. */
public final class GateForTests {
    private GateForTests() {}

    /** A gate that stays open for an hour. */
    public static LiveGrant open() {
        Clock clock = Clock.systemUTC();
        return new LiveGrant(
                1,
                "alice",
                clock.instant().plus(Duration.ofHours(1)),
                Use.FREE,
                clock,
                new BootClock(() -> 0, () -> 0));
    }
}
