package dev.bastion.ssh;

import java.util.concurrent.TimeUnit;

/**
 * How many last words may be under way at one moment. Where a thousand sessions end at one instant, words would keep
 * bytes flowing after the deadline; the first few get them, the others are cut in silence. Thread-safe.
 */
final class Farewells {
    private static final int AT_ONCE = 32;
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private long momentBegan = System.nanoTime() - MOMENT_NANOS;
    private int spoken;

    /** Whether one more may be said now. */
    synchronized boolean oneMore() {
        long now = System.nanoTime();
        if (now - momentBegan >= MOMENT_NANOS) {
            momentBegan = now;
            spoken = 0;
        }
        return ++spoken <= AT_ONCE;
    }
}
