package dev.bastion.policy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. Safe to use from any thread. */
public final class MovedClock extends Clock {

    private volatile Instant now;

    public MovedClock(Instant start) {
        this.now = start;
    }

    public void forward(Duration by) {
        now = now.plus(by);
    }

    public void back(Duration by) {
        now = now.minus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
