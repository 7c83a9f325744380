package dev.bastion.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** One run of the executable inside a test: what it printed and how it ended. */
record Run(int status, String out, String err) {
    static final Instant NOW = Instant.parse("2026-11-20T14:00:00Z");

    static Run in(Path directory, String... args) {
        return in(directory, Map.of(), args);
    }

    static Run in(Path directory, Map<String, String> environment, String... args) {
        return typing("", directory, environment, args);
    }

    /** The same, with something on its standard input. */
    static Run typing(String typed, Path directory, Map<String, String> environment, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings around = new Surroundings(
                directory,
                environment,
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Clock.fixed(NOW, ZoneOffset.UTC),
                new SecureRandom(),
                config -> {
                    throw new IOException("no server runs in this test");
                });
        int status = Main.commandLine(around).execute(args);
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
