package dev.bastion.signon;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Device flows that wait: so many an address, so many in all, and no more. Anybody may begin one. Thread-safe. */
final class PendingFlows {
    static final int AN_ADDRESS = 4;
    static final int IN_ALL = 128;

    private final Map<InetAddress, Integer> addresses = new HashMap<>();
    private int all;

    /** One more from there; false if it is one too many. */
    synchronized boolean begin(InetAddress from) {
        if (all >= IN_ALL || addresses.getOrDefault(from, 0) >= AN_ADDRESS) {
            return false;
        }
        all++;
        addresses.merge(from, 1, Integer::sum);
        return true;
    }

    synchronized void end(InetAddress from) {
        all--;
        addresses.computeIfPresent(from, (address, count) -> count == 1 ? null : count - 1);
    }
}
