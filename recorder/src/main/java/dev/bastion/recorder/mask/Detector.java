package dev.bastion.recorder.mask;

/**
 * Looks for one kind, symbol by symbol, in constant memory. While it is idle it is shown only what may begin a match; what came
 * before that it finds in the {@link Tail}. For one thread.
 */
abstract class Detector {

    /** What {@link #start} and {@link #from} answer when there is nothing. */
    static final long NONE = Long.MAX_VALUE;

    final Findings findings;
    final Tail tail;

    Detector(Findings findings, Tail tail) {
        this.findings = findings;
        this.tail = tail;
    }

    /** Whether that symbol may begin a match; asked once for each of ASCII. */
    abstract boolean begins(int symbol);

    /** The next symbol, and where its character begins. */
    abstract void next(int symbol, long at);

    /** A key took the last symbol back. Who cannot go back gives up. */
    void erase() {
        reset();
    }

    /** The text pauses: what is a match as it stands is one. */
    void pause() {}

    /** Where the match begins that this may become. */
    abstract long start();

    /** The first byte that must not go on yet. */
    abstract long from();

    /** Gives up what it has begun. */
    abstract void reset();

    final boolean active() {
        return start() != NONE;
    }

    /** Whether it is certain and masks all that comes, up to an end that it sees itself. */
    boolean certain() {
        return false;
    }
}
