package dev.bastion.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A program on a terminal, with somebody at the keyboard: deploy/lib/keyboard.py does the work. Not safe for several
 * threads. Closing it kills the program.
 */
final class Keyboard implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Process process;
    private final Writer asks;
    private final BufferedReader answers;

    /**
     * How a program ended.
     *
     * @param status its exit status
     * @param at when its terminal was closed
     */
    record End(int status, Instant at) {}

    Keyboard(Path library, int columns, int rows, List<String> command) {
        List<String> words = new ArrayList<>(List.of(
                "python3",
                "-B",
                library.resolve("keyboard.py").toString(),
                Integer.toString(columns),
                Integer.toString(rows)));
        words.addAll(command);
        try {
            process = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        asks = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Types a text; {@code \r} is the return key. */
    void type(String text) {
        ask("type", text);
    }

    void resize(int columns, int rows) {
        ask("resize", columns, rows);
    }

    /** Waits for a pattern in what was printed since the last one; its absence fails the test. */
    void expect(String pattern) {
        if (!ask("expect", pattern, PATIENCE.toSeconds()).booleanValue()) {
            throw new AssertionError("\"%s\" did not come; the screen:%n%s".formatted(pattern, screen()));
        }
    }

    /** Whether the program goes on. */
    boolean isAlive() {
        return ask("wait", 0).path(0).isNull();
    }

    /** Waits for the program's end, which fails the test if it does not come. */
    End end() {
        JsonNode end = ask("wait", PATIENCE.toSeconds() * 2);
        if (end.path(0).isNull()) {
            throw new AssertionError("it does not end; the screen:%n%s".formatted(screen()));
        }
        return new End(
                end.path(0).intValue(), Instant.ofEpochMilli((long) (end.path(1).doubleValue() * 1000)));
    }

    /** All that was printed, as UTF-8. */
    String screen() {
        byte[] bytes = ask("screen").textValue().getBytes(StandardCharsets.ISO_8859_1);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private JsonNode ask(Object... words) {
        try {
            asks.write(JSON.writeValueAsString(words));
            asks.write('\n');
            asks.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new AssertionError("the keyboard has gone");
            }
            return JSON.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the keyboard speaks no JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            asks.close();
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
