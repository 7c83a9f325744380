package dev.bastion.recorder;

import static dev.bastion.recorder.Recordings.bytes;
import static dev.bastion.recorder.Recordings.done;
import static dev.bastion.recorder.Recordings.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bastion.recorder.RecordingFailure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FailingStoreEndsRecordingTest {

    private static final byte[] MUCH = new byte[100_000];

    @TempDir
    private Path root;

    private static void awaitFailure(Recordings recordings, Kind kind) {
        Recordings.await(() -> recordings.failure.get() != null);
        assertEquals(kind, recordings.failure.get().kind());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    @Test
    void aRemovedDirectoryEndsItWithinASecond() throws IOException {
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            TerminalRecording terminal = done(session.terminal(0, 80, 24, "xterm", ""));
            delete(recordings.directory(41));
            long start = System.nanoTime();
            awaitFailure(recordings, Kind.DIRECTORY_LOST);
            assertTrue(System.nanoTime() - start < 5_000_000_000L);
            assertThrows(RecordingFailedException.class, () -> terminal.output(MUCH, 0, 1));
            CompletableFuture<Boolean> told = new CompletableFuture<>();
            terminal.whenBelow(0, () -> told.complete(true));
            assertTrue(done(told));
            assertThrows(RecordingFailedException.class, () -> done(session.seal("recording-failed")));
        }
    }

    @Test
    void aRemovedFileEndsIt() throws IOException {
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            done(session.terminal(0, 80, 24, "xterm", ""));
            Files.delete(recordings.directory(41).resolve("terminal-0.cast"));
            recordings.recorder.look();
            awaitFailure(recordings, Kind.DIRECTORY_LOST);
        }
    }

    @Test
    void aReadOnlyDirectoryEndsIt() throws IOException {
        try (Recordings recordings = new Recordings(root)) {
            done(recordings.session(41).terminal(0, 80, 24, "xterm", ""));
            Files.setPosixFilePermissions(recordings.directory(41), PosixFilePermissions.fromString("r-x------"));
            recordings.recorder.look();
            awaitFailure(recordings, Kind.DIRECTORY_LOST);
            Files.setPosixFilePermissions(recordings.directory(41), PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aReadOnlyRootEndsWhatRuns() throws IOException {
        try (Recordings recordings = new Recordings(root.resolve("in"))) {
            done(recordings.session(41).terminal(0, 80, 24, "xterm", ""));
            Files.setPosixFilePermissions(recordings.root, PosixFilePermissions.fromString("r-x------"));
            recordings.recorder.look();
            awaitFailure(recordings, Kind.DIRECTORY_LOST);
            Files.setPosixFilePermissions(recordings.root, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aRootThatIsReadOnlyOrGoneTakesNothingNew() throws IOException {
        try (Recordings recordings = new Recordings(root.resolve("in"))) {
            Files.setPosixFilePermissions(recordings.root, PosixFilePermissions.fromString("r-x------"));
            recordings.recorder.look();
            assertFalse(recordings.recorder.accepting());
            Files.setPosixFilePermissions(recordings.root, PosixFilePermissions.fromString("rwx------"));
            recordings.recorder.look();
            assertTrue(recordings.recorder.accepting());
            delete(recordings.root);
            recordings.recorder.look();
            assertThrows(RecordingFailedException.class, () -> recordings.session(42));
        }
    }

    @Test
    void aSessionHasABudgetAndIsSealedWhenItIsUsed() throws IOException {
        try (Recordings recordings = new Recordings(RecorderSettings.at(root).withSessionBudget(1 << 20))) {
            SessionRecording session = recordings.session(41);
            StreamRecording streams = done(session.streams(0, bytes("dump"), StreamLimit.DEFAULT));
            assertThrows(RecordingFailedException.class, () -> {
                for (int i = 0; i < 100_000; i++) {
                    streams.stdout(MUCH, 0, MUCH.length);
                    Recordings.settled(streams);
                }
            });
            awaitFailure(recordings, Kind.BUDGET_USED);
            Seal seal = done(session.seal("recording-failed"));
            assertTrue(recordings.recorded(41).verify().intact());
            assertTrue(read(recordings.directory(41).resolve("facts.json")).contains("BUDGET_USED"));
            Counters counters = session.counters();
            long kept = Files.size(recordings.directory(41).resolve("exec-0.stdout"));
            assertEquals(counters.output(), kept + seal.unrecordedBytes());
        }
    }

    @Test
    void belowTheReserveNothingBeginsAndBelowHalfTheHeaviestEnds() throws IOException {
        try (Recordings recordings = new Recordings(RecorderSettings.at(root).withReserve(1000))) {
            SessionRecording heavy = recordings.session(41);
            CompletableFuture<RecordingFailure> idleFailed = new CompletableFuture<>();
            SessionRecording idle = done(recordings.recorder.open(Recordings.facts(42), idleFailed::complete));
            TerminalRecording still = done(idle.terminal(0, 80, 24, "xterm", ""));
            TerminalRecording busy = done(heavy.terminal(0, 80, 24, "xterm", ""));
            recordings.free.set(999);
            recordings.recorder.look();
            assertFalse(recordings.recorder.accepting());
            assertThrows(RecordingFailedException.class, () -> recordings.session(43));
            busy.output(MUCH, 0, MUCH.length);
            Recordings.settled(busy);
            recordings.free.set(499);
            recordings.recorder.look();
            recordings.recorder.eachSecond();
            awaitFailure(recordings, Kind.DISK_RESERVE);
            still.output(bytes("still here"), 0, 10);
            assertFalse(idleFailed.isDone());
            recordings.free.set(1000);
            recordings.recorder.look();
            assertTrue(recordings.recorder.accepting());
        }
    }

    @Test
    void whoHandsOverMoreThanMayWaitFailsInsteadOfFillingTheMemory() throws Exception {
        try (Recordings recordings = new Recordings(RecorderSettings.at(root).withBacklogLimit(1 << 20))) {
            SessionRecording session = recordings.session(41);
            TerminalRecording terminal = done(session.terminal(0, 80, 24, "xterm", ""));
            CountDownLatch gate = new CountDownLatch(1);
            CountDownLatch held = new CountDownLatch(1);
            terminal.whenBelow(0, () -> {
                held.countDown();
                try {
                    gate.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            });
            held.await();
            assertThrows(RecordingFailedException.class, () -> {
                for (int i = 0; i < 1000; i++) {
                    terminal.output(MUCH, 0, MUCH.length);
                }
            });
            gate.countDown();
            awaitFailure(recordings, Kind.FELL_BEHIND);
            Recordings.settled(terminal);
            assertEquals(session.counters().output(), session.counters().unrecorded());
        }
    }

    @Test
    void aFullDiskEndsItWithWholeLinesAndEveryByteAccountedFor() throws Exception {
        Path small = Files.createDirectory(root.resolve("small"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", small.toString()), "may not mount");
        try (Recordings recordings =
                new Recordings(RecorderSettings.at(small.resolve("r")).withReserve(0))) {
            SessionRecording session = recordings.session(41);
            TerminalRecording terminal = done(session.terminal(0, 80, 24, "xterm", ""));
            byte[] text = bytes("x".repeat(MUCH.length));
            assertThrows(RecordingFailedException.class, () -> {
                for (int i = 0; i < 1000; i++) {
                    terminal.output(text, 0, text.length);
                    Recordings.settled(terminal);
                }
            });
            awaitFailure(recordings, Kind.STORE_FAILED);
            assertFalse(recordings.recorder.accepting());
            Seal seal = done(session.seal("recording-failed"));
            assertTrue(recordings.recorded(41).verify().intact());
            String cast = read(recordings.directory(41).resolve("terminal-0.cast"));
            assertTrue(cast.endsWith("\"]\n"));
            long kept = cast.chars().filter(one -> one == 'x').count() - 2;
            assertEquals(session.counters().output(), kept + seal.unrecordedBytes(), "besides, xterm and 80x24");
        } finally {
            assertTrue(run("umount", small.toString()));
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }
}
