package dev.bastion.recorder;

/** Something handed over to the recorder: an event, or bytes that lie in a chunk. Immutable but for the link. */
final class Entry {

    /** What an entry costs besides its bytes, so that a flood of empty ones is bounded too. */
    static final int OVERHEAD = 32;

    enum Kind {
        /** Bytes to the host: typed, or standard input. */
        INPUT,
        /** Bytes from the host: printed, or standard output. */
        OUTPUT,
        /** Bytes from the host: standard error. */
        ERRORS,
        RESIZE,
        MARKER,
        EXIT,
        LINE,
        DIGEST,
        DIGEST_END,
        CLOSE
    }

    final Kind kind;
    final long nanos;
    final byte[] bytes;
    final int offset;
    final int length;
    final Object what;
    Entry next;

    Entry(Kind kind, long nanos, byte[] bytes, int offset, int length, Object what) {
        this.kind = kind;
        this.nanos = nanos;
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.what = what;
    }

    long cost() {
        return (long) length + OVERHEAD;
    }
}
