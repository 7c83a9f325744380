package dev.bastion.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What the recorder's tests share: a recorder with a steady clock that is moved by hand, and a session of it. */
final class Recordings implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    final AtomicLong nanos = new AtomicLong(1_000_000_000L);
    final AtomicLong free = new AtomicLong(Long.MAX_VALUE / 2);
    final AtomicReference<RecordingFailure> failure = new AtomicReference<>();
    final Recorder recorder;
    final Path root;

    Recordings(Path root) throws IOException {
        this(RecorderSettings.at(root));
    }

    Recordings(RecorderSettings settings) throws IOException {
        root = settings.root();
        recorder = new Recorder(settings, Clock.fixed(START, ZoneOffset.UTC), nanos::get, free::get);
    }

    static SessionFacts facts(long session) {
        return new SessionFacts(
                session, 7, "alice", "prod-db-1", "postgres", "192.0.2.7", START, Map.of("ticket", "INC-1"));
    }

    SessionRecording session(long number) {
        return done(recorder.open(facts(number), failed -> failure.compareAndSet(null, failed)));
    }

    Path directory(long session) {
        return root.resolve("2026/11/20/s-" + session);
    }

    RecordedSession recorded(long session) throws IOException {
        return new RecordingStore(root).find(session).orElseThrow();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String sha256(byte[] bytes) {
        MessageDigest digest = Sha256.start();
        digest.update(bytes);
        return Sha256.hex(digest);
    }

    static String read(Path file) throws IOException {
        return Files.readString(file);
    }

    static <T> T done(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(failed);
        } catch (InterruptedException | TimeoutException late) {
            throw new AssertionError("not in time", late);
        }
    }

    /** Waits until everything that was accepted is in the files. */
    static void settled(ChannelRecording channel) {
        await(() -> channel.backlog() == 0);
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the condition did not come true in time");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Override
    public void close() {
        recorder.close();
    }
}
