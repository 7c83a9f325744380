package dev.bastion.ssh;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.BastionEvent;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts refused logins by address and minute: what strangers do enters the ledger as counts alone, so that nobody can
 * fill it with words of theirs. Thread-safe.
 */
final class RefusalCounter {
    private static final int ADDRESSES = 10_000;
    private static final String THE_REST = "others";

    private final Clock clock;
    private Instant minute;
    private Map<String, Integer> counts = new HashMap<>();

    RefusalCounter(Clock clock) {
        this.clock = clock;
        this.minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    }

    synchronized void refused(InetAddress from) {
        String address = from.getHostAddress();
        counts.merge(counts.size() < ADDRESSES || counts.containsKey(address) ? address : THE_REST, 1, Integer::sum);
    }

    /** The events of the minutes that are over, each told once. */
    synchronized List<AccessEvent> due() {
        Instant now = clock.instant();
        Instant current = now.truncatedTo(ChronoUnit.MINUTES);
        if (!current.isAfter(minute)) {
            return List.of();
        }
        List<AccessEvent> events = new ArrayList<>();
        counts.forEach((address, count) -> events.add(new BastionEvent.LoginsRefused(address, count, minute, now)));
        counts = new HashMap<>();
        minute = current;
        return events;
    }
}
