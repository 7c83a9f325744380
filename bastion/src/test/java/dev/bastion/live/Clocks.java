package dev.bastion.live;

import dev.bastion.policy.MovedClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The wall clock and the boot-time clock of one machine, moved together or apart. */
final class Clocks {
    final MovedClock wall;
    private final AtomicLong sinceBoot = new AtomicLong(10_000_000);
    private final AtomicLong running = new AtomicLong(7_000_000);
    final BootClock boot = new BootClock(sinceBoot::get, running::get);

    Clocks(MovedClock wall) {
        this.wall = wall;
    }

    /** Time passes, as it does. */
    void pass(Duration time) {
        wall.forward(time);
        sinceBoot.addAndGet(time.toMillis());
        running.addAndGet(time.toMillis());
    }

    /** The machine is suspended: nothing but the battery runs, and the wall clock is right again afterwards. */
    void sleep(Duration time) {
        wall.forward(time);
        sinceBoot.addAndGet(time.toMillis());
        boot.resample();
    }
}
