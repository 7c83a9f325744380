package dev.bastion.enrol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.IdentityKey;
import dev.bastion.policy.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NothingIsInjectedIntoTheScriptTest {
    private static final SshPublicKey KEY =
            Ed25519Pair.generate(new SecureRandom()).sshKey();

    @TempDir
    Path directory;

    static Stream<String> shells() {
        return Stream.of("sh", "dash", "bash", "busybox sh")
                .filter(shell -> Stream.of("/bin/", "/usr/bin/")
                        .anyMatch(place -> Files.isExecutable(Path.of(place + shell.split(" ", 2)[0]))));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whateverTheBastionAndItsTargetsAreCalled(String shell) throws Exception {
        String hostile = "x'; touch made; echo '$(touch made)`touch made`\\'\"$HOME\\";
        String values = script(hostile, hostile)
                .file(Act.REPORT)
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .reduce("", (a, b) -> a + b + "\n");

        assertEquals(hostile + "|" + hostile + "\n", ran(shell, values + "printf '%s|%s\\n' \"$bastion\" \"$name\"\n"));
        assertFalse(Files.exists(directory.resolve("made")));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void andEveryShellTakesIt(String shell) throws Exception {
        for (Act act : Act.values()) {
            Path file = directory.resolve("script");
            for (String text : List.of(
                    script("bastion", "db").file(act), script("bastion", "db").piped(act))) {
                Files.writeString(file, text);
                assertEquals("", ran(shell, "%s -n script".formatted(shell)));
            }
        }
    }

    @Test
    void noShellCheckerFindsFault() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/shellcheck")), "shellcheck is not installed");
        Files.writeString(directory.resolve("script"), script("bastion", "db").file(Act.ENROL));
        assertEquals("", ran("sh", "shellcheck --shell=sh --severity=warning script"));
        Files.writeString(directory.resolve("script"), script("bastion", "db").piped(Act.ENROL));
        assertEquals("", ran("sh", "shellcheck --shell=sh --severity=warning script"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\u001b[2J", "caf\u00e9", "a\u0000"})
    void norAnotherLine(String name) {
        assertThrows(IllegalArgumentException.class, () -> script(name, "db").piped(Act.ENROL));
    }

    @Test
    void theScriptsOwnEndStandsOnceAndLast() {
        String piped = script("END OF ENROLMENT", "db").piped(Act.ENROL);
        assertEquals(1, piped.lines().filter("END OF ENROLMENT"::equals).count());
        assertTrue(piped.endsWith("</dev/null; fi\n"));
    }

    private static EnrolmentScript script(String bastion, String name) {
        Target target = new Target(
                name,
                List.of(),
                "192.0.2.5",
                22,
                Map.of(),
                List.of("postgres"),
                List.of(new IdentityKey(KEY.type(), Base64.getEncoder().encodeToString(KEY.blob()), "")),
                List.of(),
                Map.of("postgres", "dba/prod"),
                Set.of());
        return new EnrolmentScript(new Enrolment(
                bastion,
                target,
                List.of(KEY),
                Optional.of("U1NIS1JM"),
                Optional.empty(),
                List.of(),
                new Enrolment.Terms(true, true, Duration.ofMinutes(1))));
    }

    private String ran(String shell, String text) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of(shell.split(" ", -1)), Stream.of("-s"))
                        .toList())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }
}
