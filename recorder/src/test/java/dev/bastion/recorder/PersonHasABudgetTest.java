package dev.bastion.recorder;

import static dev.bastion.recorder.Recordings.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.recorder.RecordingFailure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk is not filled by many sessions of one person, each within its own budget. */
final class PersonHasABudgetTest {

    private static final int BUDGET = 1 << 20;
    private static final byte[] MOST_OF_IT = new byte[900_000];

    @TempDir
    private Path root;

    @Test
    void fourSessionsFitAndTheFifthEnds() throws IOException {
        try (Recordings recordings = new Recordings(RecorderSettings.at(root).withSessionBudget(BUDGET))) {
            for (int session = 1; session <= 4; session++) {
                fill(recordings.session(session));
            }
            assertNull(recordings.failure.get());
            StreamRecording fifth = fill(recordings.session(5));
            Recordings.await(() -> recordings.failure.get() != null);
            assertEquals(Kind.BUDGET_USED, recordings.failure.get().kind());
            assertTrue(recordings.failure.get().toString().contains("a person's budget"));
            assertThrows(RecordingFailedException.class, () -> fifth.stdout(MOST_OF_IT, 0, 1));
        }
    }

    @Test
    void whatHasEndedCountsNoMore() throws IOException {
        try (Recordings recordings = new Recordings(RecorderSettings.at(root).withSessionBudget(BUDGET))) {
            for (int session = 1; session <= 8; session++) {
                SessionRecording one = recordings.session(session);
                fill(one);
                done(one.seal("client-left"));
            }
            assertNull(recordings.failure.get());
        }
    }

    private static StreamRecording fill(SessionRecording session) {
        StreamRecording streams = done(session.streams(0, Recordings.bytes("dump"), StreamLimit.DEFAULT));
        streams.stdout(MOST_OF_IT, 0, MOST_OF_IT.length);
        Recordings.settled(streams);
        return streams;
    }
}
