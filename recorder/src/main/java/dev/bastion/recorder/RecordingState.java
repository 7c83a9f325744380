package dev.bastion.recorder;

import dev.bastion.recorder.RecordingFailure.Kind;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether one session's recording goes on: it does until its first failure, which stays the only one, or until its seal is
 * asked for. Safe for concurrent use.
 */
final class RecordingState {

    private static final Logger LOG = LoggerFactory.getLogger(RecordingState.class);

    private final SessionFacts facts;
    private final DiskGuard guard;
    private final Consumer<RecordingFailure> onFirst;
    private final AtomicReference<RecordingFailure> failure = new AtomicReference<>();
    private volatile boolean sealing;

    /** Tells the first failure at once, on the thread that met it. */
    RecordingState(SessionFacts facts, DiskGuard guard, Consumer<RecordingFailure> onFirst) {
        this.facts = facts;
        this.guard = guard;
        this.onFirst = onFirst;
    }

    /** Nothing more is accepted, because the seal was asked for. */
    void sealing() {
        sealing = true;
    }

    boolean goesOn() {
        return !hasFailed() && !sealing;
    }

    boolean hasFailed() {
        return failure.get() != null;
    }

    Optional<RecordingFailure> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** What to throw after the failure; the cause may be null. */
    RecordingFailedException exception(Throwable cause) {
        return new RecordingFailedException(failure.get(), cause);
    }

    /** Throws once nothing more can be recorded. */
    void check() {
        if (hasFailed()) {
            throw exception(null);
        }
        if (sealing) {
            throw ended("the session's recording is sealed");
        }
    }

    RecordingFailedException ended(String why) {
        return new RecordingFailedException(
                new RecordingFailure(facts.session(), Kind.ENDED, Sentences.of(Kind.ENDED), why));
    }

    /** A file of the recording could not be written. */
    void failed(IOException failed) {
        if (DiskGuard.reason(failed).isPresent()) {
            guard.foundFull();
        }
        fail(Kind.STORE_FAILED, "the recording of " + facts.name() + " cannot be written: " + failed, failed);
    }

    /** The recorder itself went wrong. */
    void faulted(RuntimeException fault) {
        fail(Kind.STORE_FAILED, "the recording of " + facts.name() + " met a fault: " + fault, fault);
    }

    /** What was written could not be put on disk. */
    void notOnDisk(Exception why) {
        fail(Kind.STORE_FAILED, "it cannot be put on disk: " + why, why);
    }

    /** The recording's directory can no longer be written to. */
    void lost(String why) {
        fail(Kind.DIRECTORY_LOST, why, null);
    }

    /** Ends the recording, the first time; the cause may be null. */
    void fail(Kind kind, String detail, Throwable cause) {
        RecordingFailure failed = new RecordingFailure(facts.session(), kind, Sentences.of(kind), detail);
        if (!failure.compareAndSet(null, failed)) {
            return;
        }
        LOG.error("the recording of {} failed: {} ({})", facts.name(), detail, kind, cause);
        onFirst.accept(failed);
    }
}
