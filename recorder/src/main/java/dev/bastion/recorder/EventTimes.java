package dev.bastion.recorder;

/** Times of events since the start of a channel, in whole microseconds, never going back. For one thread. */
final class EventTimes {

    private final long startNanos;
    private long last;

    EventTimes(long startNanos) {
        this.startNanos = startNanos;
    }

    /** The time to write for an event; players need it not to be before the one written last. */
    long micros(long nanos) {
        last = Math.max(last, plain(nanos));
        return last;
    }

    /** The time as it was, in seconds. */
    double seconds(long nanos) {
        return plain(nanos) / 1e6;
    }

    private long plain(long nanos) {
        return Math.max(0, (nanos - startNanos) / 1000);
    }
}
