package dev.bastion.recorder;

import dev.bastion.recorder.mask.MaskTally;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What one session's recording counts. All numbers but for lines, masks and notes are bytes. Safe for concurrent use. */
final class Tally {

    private final LongAdder input = new LongAdder();
    private final LongAdder output = new LongAdder();
    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong unrecorded = new AtomicLong();
    private final AtomicInteger withheldLines = new AtomicInteger();
    private final MaskTally masked = new MaskTally();
    private final AtomicLong notesDropped = new AtomicLong();
    private long storedBefore;
    private long recently;

    void countInput(long bytes) {
        input.add(bytes);
    }

    void countOutput(long bytes) {
        output.add(bytes);
    }

    /** Counts what was written to files; gives the new sum. */
    long countStored(long bytes) {
        return stored.addAndGet(bytes);
    }

    /** Counts what was accepted but not kept; less than zero where some of it is kept after all. */
    void countUnrecorded(long bytes) {
        unrecorded.addAndGet(bytes);
    }

    void countWithheld() {
        withheldLines.incrementAndGet();
    }

    /** What was masked, in either direction. */
    MaskTally masked() {
        return masked;
    }

    void countNoteDropped() {
        notesDropped.incrementAndGet();
    }

    long stored() {
        return stored.get();
    }

    long notesDropped() {
        return notesDropped.get();
    }

    Counters counters() {
        return new Counters(
                input.sum(), output.sum(), stored.get(), unrecorded.get(), withheldLines.get(), masked.counts());
    }

    /** Bytes written since it was last asked, with what was before fading; for the one thread that compares sessions. */
    long recentBytes() {
        long now = stored.get();
        recently = recently / 2 + (now - storedBefore);
        storedBefore = now;
        return recently;
    }
}
