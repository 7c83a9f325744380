package dev.bastion.signon;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * Device flows: so many that wait and so many that begin in a minute, for an address and in all, and no more. Anybody may
 * begin one, and each is a question to the provider. Thread-safe.
 */
final class PendingFlows {
    static final int AN_ADDRESS = 4;
    static final int IN_ALL = 128;
    static final int A_MINUTE_AN_ADDRESS = 12;
    static final int A_MINUTE_IN_ALL = 240;

    private static final long MINUTE_SECONDS = 60;

    private final Clock clock;
    private final Counts waiting = new Counts();
    private Counts begun = new Counts();
    private long minute;

    PendingFlows(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** One more from there; false if it is one too many. */
    synchronized boolean begin(InetAddress from) {
        long now = clock.instant().getEpochSecond() / MINUTE_SECONDS;
        if (now != minute) {
            minute = now;
            begun = new Counts();
        }
        if (waiting.isFull(from, AN_ADDRESS, IN_ALL) || begun.isFull(from, A_MINUTE_AN_ADDRESS, A_MINUTE_IN_ALL)) {
            return false;
        }
        waiting.add(from);
        begun.add(from);
        return true;
    }

    synchronized void end(InetAddress from) {
        waiting.remove(from);
    }

    /** By address and in all. */
    private static final class Counts {
        private final Map<InetAddress, Integer> addresses = new HashMap<>();
        private int all;

        boolean isFull(InetAddress from, int anAddress, int inAll) {
            return all >= inAll || addresses.getOrDefault(from, 0) >= anAddress;
        }

        void add(InetAddress from) {
            all++;
            addresses.merge(from, 1, Integer::sum);
        }

        void remove(InetAddress from) {
            all--;
            addresses.computeIfPresent(from, (address, count) -> count == 1 ? null : count - 1);
        }
    }
}
