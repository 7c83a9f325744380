package dev.bastion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Deletion;
import dev.bastion.policy.Held;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SessionForm;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.TestPolicies;
import dev.bastion.policy.Verdict;
import dev.bastion.recorder.RecordedSession;
import dev.bastion.recorder.Recorder;
import dev.bastion.recorder.RecorderSettings;
import dev.bastion.recorder.RecordingStore;
import dev.bastion.recorder.Seal;
import dev.bastion.recorder.SessionFacts;
import dev.bastion.recorder.SessionRecording;
import dev.bastion.recorder.TerminalRecording;
import dev.bastion.report.RecordingFault;
import dev.bastion.report.RecordingsCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger first, then the files; and whatever a crash leaves between the two is finished. */
class RecordingsAreDeletedUnderRetentionTest {
    private static final Duration KEPT = Duration.ofDays(400);

    @TempDir
    Path recordings;

    private final TestHouse house = new TestHouse(
            TestPolicies.HOUSE.replace("    review: {within: 24h}\n", "    review: {within: 24h}\n    retention: pci\n")
                    + "retention: {pci: {keep: 400d}}\n");
    private String seal;

    @BeforeEach
    void workedReviewedAndLongAgo() throws Exception {
        house.granted();
        house.journal.append(List.of(new SessionEvent.SessionOpened(
                1, 1, "alice", "prod-db-1", "postgres", "192.0.2.1:5", SessionForm.JUMP, house.clock.instant())));
        record();
        house.journal.append(
                List.of(new SessionEvent.SessionEnded(1, "client_left", seal, 0, 0, false, house.clock.instant())));
        house.decide(house.desk.release("alice", 1));
        house.decide(house.desk.afterwards().fallDue(house.clock.instant()));
        house.decide(house.desk.afterwards().review("bob", 1, Verdict.OK, ""));
        house.livesThrough(KEPT);
    }

    private void record() throws Exception {
        try (Recorder recorder = new Recorder(RecorderSettings.at(recordings).withReserve(0), house.clock)) {
            SessionFacts facts = new SessionFacts(
                    1, 1, "alice", "prod-db-1", "postgres", "192.0.2.1", house.clock.instant(), Map.of());
            SessionRecording session =
                    recorder.open(facts, failure -> {}).toCompletableFuture().get();
            TerminalRecording terminal = session.terminal(0, 80, 24, "xterm", "")
                    .toCompletableFuture()
                    .get();
            byte[] printed = "the wages of everybody\r\n".getBytes(StandardCharsets.UTF_8);
            terminal.output(printed, 0, printed.length);
            terminal.close().toCompletableFuture().get();
            Seal sealed = session.seal("client_left").toCompletableFuture().get();
            seal = sealed.sha256();
        }
    }

    private void sweep() throws IOException {
        try (RetentionSweep sweep = new RetentionSweep(house.journal, house.desk, recordings)) {
            sweep.sweep();
        }
    }

    private RecordedSession recording() throws IOException {
        return new RecordingStore(recordings).find(1).orElseThrow();
    }

    private List<String> faults(boolean running) throws IOException {
        return new RecordingsCheck(new RecordingStore(recordings), running)
                .faults(house.state()).stream().map(RecordingFault::sentence).toList();
    }

    @Test
    void theContentGoesAndTheListOfSumsStays() throws Exception {
        assertFalse(recording().content().isEmpty());

        sweep();

        assertEquals(List.of(), recording().content());
        assertEquals(
                List.of(new Deletion(1, "pci", seal, List.of(), house.clock.instant())),
                house.state().deletions());
        assertTrue(Files.exists(recording().directory().resolve("SHA256SUM")));
        assertTrue(Files.exists(recording().directory().resolve("facts.json")));
        assertEquals(List.of(), faults(false), "verify calls it deleted, and not missing");
        assertEquals(List.of(), faults(true));
    }

    @Test
    void aHoldKeepsIt() throws Exception {
        house.decide(house.desk.afterwards().hold("bob", Held.ofGrant(1), "a court asks"));

        sweep();

        assertFalse(recording().content().isEmpty());
        assertEquals(List.of(), house.state().deletions());
    }

    @Test
    void aCrashAfterTheEntryIsFinishedByTheNextLook() throws Exception {
        house.decide(house.desk.afterwards().deleteRecording(1, seal, List.of()));
        assertFalse(recording().content().isEmpty());
        assertTrue(
                faults(false).getFirst().endsWith("is left; the next start of the bastion deletes it"),
                () -> "verify does not say what a crash left");

        sweep();

        assertEquals(List.of(), recording().content());
        assertEquals(List.of(), faults(false));
        assertEquals(1, house.state().deletions().size(), "it is written once");
    }

    @Test
    void aCrashAmongTheFilesIsFinishedByTheNextLook() throws Exception {
        house.decide(house.desk.afterwards().deleteRecording(1, seal, List.of()));
        Files.delete(recording().directory().resolve(recording().content().getFirst()));

        sweep();

        assertEquals(List.of(), recording().content());
        assertEquals(List.of(), faults(false));
    }

    @Test
    void whatWasWrongBeforeIsWrittenWithTheDeletion() throws Exception {
        Path file = recording().directory().resolve(recording().content().getFirst());
        Files.writeString(file, "nothing happened");

        sweep();

        assertEquals(
                List.of("s-1: " + file.getFileName() + " was changed"),
                house.state().deletion(1).orElseThrow().faults());
    }

    @Test
    void whatLiesWithAnotherBastionIsLeftToIt(@TempDir Path elsewhere) throws Exception {
        try (RetentionSweep sweep = new RetentionSweep(house.journal, house.desk, elsewhere)) {
            sweep.sweep();
        }

        assertEquals(List.of(), house.state().deletions());
    }

    @Test
    void aListOfSumsThatWasChangedAfterwardsIsFound() throws Exception {
        sweep();
        Files.writeString(recording().directory().resolve("SHA256SUM"), "");

        assertEquals(
                List.of("s-1: was deleted under retention, and its list of sums is not the one that it had"),
                faults(false));
    }

    @Test
    void aLedgerThatTakesNothingKeepsTheFiles() throws Exception {
        house.journal.accepting(false);

        sweep();

        assertFalse(recording().content().isEmpty());
    }
}
