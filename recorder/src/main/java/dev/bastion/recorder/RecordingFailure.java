package dev.bastion.recorder;

import static java.util.Objects.requireNonNull;

/**
 * Why a recording cannot go on.
 *
 * @param session number of the session
 * @param kind what went wrong, for the ledger
 * @param sentence what the person reads on the terminal; no path and no secret in it
 * @param detail what the log says besides
 */
public record RecordingFailure(long session, Kind kind, String sentence, String detail) {

    /** The kinds of failure. */
    public enum Kind {
        /** A file could not be written: full disk, read-only file system, input/output error. */
        STORE_FAILED,
        /** The recording's directory was removed, replaced or made read-only. */
        DIRECTORY_LOST,
        /** The session used up its budget of bytes on disk. */
        BUDGET_USED,
        /** The disk fell below its reserve, and this session wrote most. */
        DISK_RESERVE,
        /** More bytes were handed over than the recorder may hold. */
        FELL_BEHIND,
        /** The recording has ended already: closed, sealed, or the recorder stopped. */
        ENDED
    }

    public RecordingFailure {
        requireNonNull(kind, "kind is null");
        requireNonNull(sentence, "sentence is null");
        requireNonNull(detail, "detail is null");
    }
}
