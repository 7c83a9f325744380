package dev.bastion.ssh;

import dev.bastion.live.EndCause;
import dev.bastion.recorder.RecordingFailure;
import dev.bastion.recorder.SessionRecording;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The live session that a {@link Relay} works for. Thread-safe; nothing here blocks. */
interface RelayOwner {
    /** The session's recording; completes when the session is in the ledger and its directory on disk. */
    CompletionStage<SessionRecording> recording();

    /** The line that a terminal's shell begins with; none where the site wants none. */
    Optional<String> openingLine();

    /** The line that it ends with. */
    Optional<String> closingLine();

    /** The person did something, or a transfer of theirs moves: the session is not idle. */
    void touched();

    /** Runs the step after that time, on a thread that may take locks. */
    void later(Duration time, Runnable step);

    /** Something that belongs on the record besides the channels' bytes: a refusal, an oddity. */
    void note(String kind, Map<String, String> facts);

    /** The session cannot go on; the first cause counts. */
    void end(EndCause cause, String sentence);

    /** Nothing more can be recorded, so nothing more passes. */
    void recordingFailed(RecordingFailure failure);

    /** The grant's time is over, as the gate has just seen. */
    void gateClosed();
}
