package dev.bastion.certs;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a decoder may take for itself while it reads bytes of a stranger's, and what it may say of them. */
final class FuzzBounds {
    /** A bitmap of serials is the worst of all: each of its bytes may make four stretches. */
    private static final long BYTES_PER_BYTE = 2_048;

    private static final long BYTES_AT_LEAST = 8 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** In the first call, with the empty input that libFuzzer begins with, Jazzer makes tables of its own. */
    private static boolean begun;

    private FuzzBounds() {}

    interface Reading {
        void run() throws Exception;
    }

    /** Reads, and fails if that allocated more than input of this length is worth. */
    static void hold(byte[] input, Reading reading) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        reading.run();
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (begun && allocated > BYTES_AT_LEAST + BYTES_PER_BYTE * input.length) {
            throw new AssertionError("reading " + input.length + " bytes allocated " + allocated);
        }
    }

    static void assertPrintable(Exception refusal) {
        if (!refusal.getMessage().chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new AssertionError("the refusal repeats what is not printable", refusal);
        }
    }

    static void assertThat(boolean holds, String claim) {
        if (!holds) {
            throw new AssertionError("it does not hold that " + claim);
        }
    }
}
