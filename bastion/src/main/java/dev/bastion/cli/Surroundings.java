package dev.bastion.cli;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/**
 * What the executable has around it, so that tests can give another.
 *
 * @param directory what relative paths on the command line are relative to
 * @param environment the environment's variables
 * @param in what is typed or piped in
 * @param out the answer
 * @param err sentences and hints
 * @param clock the hour
 * @param random for keys
 * @param starter what {@code serve} starts
 */
record Surroundings(
        Path directory,
        Map<String, String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Clock clock,
        SecureRandom random,
        Starter starter) {
    Surroundings {
        requireNonNull(directory, "directory is null");
        environment = Map.copyOf(environment);
        requireNonNull(in, "in is null");
        requireNonNull(out, "out is null");
        requireNonNull(err, "err is null");
        requireNonNull(clock, "clock is null");
        requireNonNull(random, "random is null");
        requireNonNull(starter, "starter is null");
    }

    /** Those of this process. */
    static Surroundings ofProcess(Starter starter) {
        return new Surroundings(
                Path.of("").toAbsolutePath(),
                System.getenv(),
                System.in,
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                Clock.systemUTC(),
                new SecureRandom(),
                starter);
    }

    /** A path as typed, absolute. */
    Path path(Path typed) {
        return directory.resolve(typed).normalize();
    }

    void say(String sentence) {
        err.println("bastion: " + sentence);
    }

    void hint(String command) {
        err.println("hint: " + command);
    }
}
