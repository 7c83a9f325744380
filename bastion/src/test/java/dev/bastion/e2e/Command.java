package dev.bastion.e2e;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program to run and wait for. Its streams are files, so that neither side waits for a reader here. Immutable.
 *
 * @param words the program and its arguments
 * @param input its standard input
 * @param environment what differs from this process's environment; an empty text removes a variable
 */
record Command(List<String> words, String input, Map<String, String> environment) {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    Command {
        words = List.copyOf(words);
        requireNonNull(input, "input is null");
        environment = Map.copyOf(environment);
    }

    static Command of(List<String> words) {
        return new Command(words, "", Map.of());
    }

    Command reading(String text) {
        return new Command(words, text, environment);
    }

    Command with(String variable, String value) {
        return new Command(words, input, Map.of(variable, value));
    }

    /** Runs it to its end. One that takes longer than a minute and a half is killed and fails the test. */
    Ran run() {
        try {
            Path scratch = Files.createTempDirectory("command");
            try {
                return run(scratch);
            } finally {
                for (String name : List.of("in", "out", "err")) {
                    Files.deleteIfExists(scratch.resolve(name));
                }
                Files.delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ran run(Path scratch) throws IOException {
        Path in = Files.writeString(scratch.resolve("in"), input);
        Path out = scratch.resolve("out");
        Path err = scratch.resolve("err");
        Process process = start(ProcessBuilder.Redirect.from(in.toFile()), out, err);
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("%s still runs after %s%n%s".formatted(words, LIMIT, Files.readString(err)));
            }
            return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(words + " was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(ProcessBuilder.Redirect in, Path out, Path err) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(in)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return builder.start();
    }
}
