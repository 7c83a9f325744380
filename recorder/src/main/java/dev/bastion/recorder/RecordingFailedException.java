package dev.bastion.recorder;

import static java.util.Objects.requireNonNull;

/** Thrown where bytes can no longer be recorded, so that nothing more is forwarded. */
public final class RecordingFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient RecordingFailure failure;

    public RecordingFailedException(RecordingFailure failure) {
        this(failure, null);
    }

    public RecordingFailedException(RecordingFailure failure, Throwable cause) {
        super(requireNonNull(failure, "failure is null").detail(), cause);
        this.failure = failure;
    }

    /** What failed. */
    public RecordingFailure failure() {
        return failure;
    }
}
