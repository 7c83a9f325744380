package dev.bastion.recorder;

import dev.bastion.recorder.mask.MaskKind;
import java.util.Map;

/**
 * What a session has brought so far, in bytes unless said otherwise.
 *
 * @param input what came from the person, over all channels
 * @param output what came from the host, over all channels
 * @param stored what lies in files
 * @param unrecorded what passed and is not kept
 * @param withheldLines lines of input that were withheld because they answered a secret's prompt
 * @param masked how often each kind was masked
 */
public record Counters(
        long input, long output, long stored, long unrecorded, int withheldLines, Map<MaskKind, Long> masked) {

    /** Before anything was recorded. */
    public static final Counters NONE = new Counters(0, 0, 0, 0, 0, Map.of());

    /** Above this many withheld lines the review is told to look closely (THREATS.md T14). */
    private static final int WITHHELD_LINES_UNREMARKABLE = 10;

    public Counters {
        masked = Map.copyOf(masked);
    }

    /** Whether so many lines were withheld that it stands out. */
    public boolean withholdsMuch() {
        return withholdsMuch(withheldLines);
    }

    /** The same of a number that was written down, as the ledger's is. */
    public static boolean withholdsMuch(int withheldLines) {
        return withheldLines > WITHHELD_LINES_UNREMARKABLE;
    }
}
