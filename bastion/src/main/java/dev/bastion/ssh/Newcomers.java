package dev.bastion.ssh;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Connections that have not authenticated: so many an address, so many in all, and no more. Thread-safe.
 */
final class Newcomers {
    private static final int AN_ADDRESS = 64;
    private static final int IN_ALL = 512;

    private final Map<InetAddress, Integer> addresses = new HashMap<>();
    private int all;

    /** One more from there; false if it is one too many. */
    synchronized boolean arrived(InetAddress from) {
        if (all >= IN_ALL || addresses.getOrDefault(from, 0) >= AN_ADDRESS) {
            return false;
        }
        all++;
        addresses.merge(from, 1, Integer::sum);
        return true;
    }

    /** One less: it has authenticated, or it is gone. */
    synchronized void settled(InetAddress from) {
        all--;
        addresses.computeIfPresent(from, (address, count) -> count == 1 ? null : count - 1);
    }
}
