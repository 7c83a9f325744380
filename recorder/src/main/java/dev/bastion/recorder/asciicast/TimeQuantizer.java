package dev.bastion.recorder.asciicast;

/**
 * Rounds times so that the error never adds up: what is lost in one interval is carried into the next, and each sum stays
 * within half a step of the truth. For one thread.
 */
final class TimeQuantizer {

    private final long step;
    private long written;

    /** Steps of so many microseconds. */
    TimeQuantizer(long step) {
        this.step = step;
    }

    /** Steps between the event before and this one. */
    long interval(long micros) {
        long due = (micros + step / 2) / step;
        long interval = Math.max(0, due - written);
        written += interval;
        return interval;
    }
}
