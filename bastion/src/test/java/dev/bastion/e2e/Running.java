package dev.bastion.e2e;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that runs beside the test; its end is noted when it comes, not when somebody asks. Thread-safe. Closing it kills
 * the program and what that has started.
 */
final class Running implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path said;
    private final CompletableFuture<Instant> ended;

    private Running(Process process, Path said) {
        this.process = process;
        this.said = said;
        this.ended = process.onExit().thenApply(over -> Instant.now());
    }

    /** Starts it without input; both its streams go to a file. */
    static Running start(Command command, Path said) {
        requireNonNull(said, "said is null");
        try {
            Process process = new ProcessBuilder(command.words())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(said.toFile())
                    .start();
            return new Running(process, said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends it a signal by its name. */
    void signal(String name) {
        Command.of(List.of("kill", "-" + name, Long.toString(process.pid())))
                .run()
                .done();
    }

    /** What it has printed. */
    String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end, which fails the test if it does not come. */
    Keyboard.End end() {
        try {
            Instant at = ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Keyboard.End(process.exitValue(), at);
        } catch (TimeoutException e) {
            throw new AssertionError("it does not end; it said:\n" + said(), e);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
