package dev.bastion.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BootClockCountsSleepTest {
    private final AtomicLong sinceBoot = new AtomicLong(1_000_000);
    private final AtomicLong running = new AtomicLong(5_000);
    private final BootClock clock = new BootClock(sinceBoot::get, running::get);

    @Test
    void runsWithTheRunningClockBetweenTwoLooks() {
        running.addAndGet(70);
        assertEquals(1_000_070, clock.millis());
    }

    @Test
    void addsTheSleepWhenItLooks() {
        running.addAndGet(1_000);
        sinceBoot.addAndGet(1_000 + 3_600_000);
        clock.resample();
        assertEquals(1_000_000 + 1_000 + 3_600_000, clock.millis());
    }

    @Test
    void neverGoesBack() {
        running.addAndGet(1_000);
        sinceBoot.addAndGet(-500_000);
        clock.resample();
        assertEquals(1_001_000, clock.millis());
    }

    @Test
    void takesRoundingForNoSleep() {
        sinceBoot.addAndGet(50);
        clock.resample();
        assertEquals(1_000_000, clock.millis());
    }

    @Test
    void readsThisMachine() {
        BootClock machine = BootClock.ofThisMachine();
        long before = machine.millis();
        machine.resample();
        assertTrue(before > 0 && machine.millis() >= before);
    }
}
