package dev.bastion.recorder.mask;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * What detectors found: it is masked at once, wherever two of them overlap both ways, and counted once, the leftmost, of those
 * the longest, of those the first kind. For one thread.
 */
final class Findings {

    private record Match(MaskKind kind, long start, long end) {}

    private static final Comparator<Match> ORDER = Comparator.comparingLong(Match::start)
            .thenComparing(Comparator.comparingLong(Match::end).reversed())
            .thenComparing(Match::kind);

    private final Held held;
    private final Consumer<MaskKind> counter;
    private final List<Match> undecided = new ArrayList<>(0);
    private long counted;

    Findings(Held held, Consumer<MaskKind> counter) {
        this.held = held;
        this.counter = counter;
    }

    /** Masks the characters that begin there; answers whether there still were any. */
    boolean mask(long from, long to) {
        return held.mask(from, to);
    }

    /** Something is there from one offset up to another. */
    void found(MaskKind kind, long start, long end) {
        undecided.add(new Match(kind, start, end));
    }

    /** Counts what begins before that offset: whatever begins there is known by now. */
    void count(long before) {
        if (undecided.isEmpty()) {
            return;
        }
        undecided.sort(ORDER);
        int decided = 0;
        for (Match match : undecided) {
            if (match.start() >= before) {
                break;
            }
            decided++;
            if (match.start() >= counted) {
                counter.accept(match.kind());
                counted = match.end();
            }
        }
        undecided.subList(0, decided).clear();
    }
}
