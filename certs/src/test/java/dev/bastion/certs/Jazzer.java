package dev.bastion.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Jazzer on one fuzz target, as a process of its own: its agent stays out of the other tests, an endless loop is ended by
 * libFuzzer's watch, and a heap of 256 MiB is its whole world.
 */
final class Jazzer {
    /** What one input may take, and its start: on a machine that does much besides, minutes pass before the first input. */
    private static final long INPUT_SECONDS = 25;

    private static final long START_SECONDS = 300;

    private final Path directory;
    private final Path seeds;
    private final Path corpus;

    /**
     * A fuzzer that starts from these seeds.
     *
     * @param directory for its log and for what it finds
     * @param corpus where it keeps inputs that went new ways, and takes up those that are there
     */
    Jazzer(Path directory, Path seeds, Path corpus) {
        this.directory = directory;
        this.seeds = seeds;
        this.corpus = corpus;
    }

    /** What it did: 0 when nothing was found, its log, and the input that was found if there is one. */
    record Run(int status, String log, List<String> found) {
        @Override
        public String toString() {
            return "status " + status + ", input in base64 " + found + "\n" + log;
        }
    }

    /** Fuzzes for so long, or until it has tried so many inputs. */
    Run run(Class<?> target, Duration atMost, long inputs) throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(command(target, atMost, inputs))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(START_SECONDS + atMost.toSeconds() + INPUT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("Jazzer does not end: " + Files.readString(log));
            }
            return new Run(process.exitValue(), end(Files.readString(log)), found());
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> command(Class<?> target, Duration atMost, long inputs) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // Half of its start is the second compiler's, which pays only where it goes on for longer.
                "-XX:TieredStopAtLevel=" + (atMost.toMinutes() > 0 ? 4 : 1),
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-Dfuzz.seeds=" + seeds,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=dev.bastion.certs.**",
                "--reproducer_path=" + directory,
                "-artifact_prefix=" + directory + "/found-",
                "-seed=7",
                "-runs=" + inputs,
                "-max_total_time=" + atMost.toSeconds(),
                "-timeout=" + INPUT_SECONDS,
                "-max_len=16384",
                corpus.toString(),
                seeds.toString()));
    }

    private List<String> found() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("found-"))
                    .toList()) {
                found.add(Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
            }
        }
        return found;
    }

    private static String end(String log) {
        List<String> lines = log.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 80), lines.size()));
    }
}
