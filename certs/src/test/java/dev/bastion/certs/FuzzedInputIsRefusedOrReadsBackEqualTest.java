package dev.bastion.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Coverage-guided fuzzing of what reads bytes of strangers, from what ssh-keygen wrote. Here it takes seconds; with the
 * system property {@code fuzz.minutes} it takes as many, and keeps what it learnt in {@code target/fuzz}.
 */
@Timeout(value = 1, unit = TimeUnit.DAYS)
final class FuzzedInputIsRefusedOrReadsBackEqualTest {
    private static final int TARGETS = 4;
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in");

    @TempDir
    Path directory;

    interface Seeding {
        void make(FuzzSeeds seeds, Path into) throws IOException;
    }

    static Stream<Arguments> targets() {
        return Stream.of(
                Arguments.of(CertificateFuzz.class, (Seeding) FuzzSeeds::certificates),
                Arguments.of(KrlFuzz.class, (Seeding) FuzzSeeds::lists),
                Arguments.of(DetachedSignatureFuzz.class, (Seeding) FuzzSeeds::signatures),
                Arguments.of(KeyLineFuzz.class, (Seeding) FuzzSeeds::keyLines));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void nothingIsFound(Class<?> target, Seeding seeding) throws Exception {
        int minutes = Integer.getInteger("fuzz.minutes", 0);
        Jazzer.Run run = minutes == 0
                ? fuzz(target, seeding, directory("corpus"), Duration.ofSeconds(5), 200_000)
                : fuzz(
                        target,
                        seeding,
                        learnt(target),
                        Duration.ofMinutes(minutes).dividedBy(TARGETS),
                        -1);
        assertEquals(0, run.status(), run::toString);
        Matcher done = DONE.matcher(run.log());
        assertTrue(done.find() && Long.parseLong(done.group(1)) > 100, run::toString);
    }

    /** Otherwise a fuzzer that is not set up as it must be would find nothing for ever. */
    @Test
    void aFaultThatIsPlantedIsFound() throws Exception {
        Jazzer.Run run =
                fuzz(PlantedFaultFuzz.class, FuzzSeeds::keyLines, directory("corpus"), Duration.ofSeconds(30), -1);
        assertNotEquals(0, run.status(), run::toString);
        assertEquals(1, run.found().size(), run::toString);
    }

    private Jazzer.Run fuzz(Class<?> target, Seeding seeding, Path corpus, Duration atMost, long inputs)
            throws Exception {
        Path seeds = directory("seeds");
        seeding.make(new FuzzSeeds(directory("keys")), seeds);
        return new Jazzer(directory("found"), seeds, corpus).run(target, atMost, inputs);
    }

    private static Path learnt(Class<?> target) throws IOException {
        return Files.createDirectories(
                Path.of("target", "fuzz", target.getSimpleName()).toAbsolutePath());
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }
}
