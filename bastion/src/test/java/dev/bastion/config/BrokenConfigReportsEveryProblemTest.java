package dev.bastion.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with bastion.yaml is said at once, by key and line, and no secret is in what is said. */
class BrokenConfigReportsEveryProblemTest {
    @TempDir
    Path directory;

    private List<String> problems(String text) {
        ConfigReading reading = ConfigReader.parse(text, directory.resolve("bastion.yaml"), Map.of("EMPTY", ""));
        return assertInstanceOf(ConfigReading.Broken.class, reading).problems().stream()
                .map(problem -> problem.text("bastion.yaml"))
                .toList();
    }

    @Test
    void reportsAllAtOnceInTheOrderOfTheFile() {
        List<String> problems = problems("""
                version: 2
                listen: "127.0.0.1"
                names: [bastion, "not a name"]
                speed: fast
                database: {url: "mysql://somewhere", port: 3}
                keys: {directory: ./keys, passphrase-env: EMPTY}
                recordings: {session-budget: 2GB, input: perhaps}
                onward: {source-address: bastion.example}
                """);
        assertEquals(
                List.of(
                        "bastion.yaml:1:10: version: this bastion reads version 1",
                        "bastion.yaml:2:9: listen: '127.0.0.1' is not a host and a port",
                        "bastion.yaml:3:18: names[1]: 'not a name' is no host name",
                        "bastion.yaml:4:1: speed: there is no key 'speed' here",
                        "bastion.yaml:5:17: database.url: this is no address of a database that is known here",
                        "bastion.yaml:5:38: database.port: there is no key 'port' here",
                        "bastion.yaml:6:43: keys.passphrase-env: the environment has no variable 'EMPTY', or it is empty",
                        "bastion.yaml:7:30: recordings.session-budget: '2GB' is not a size from 1MiB to 1024TiB",
                        "bastion.yaml:7:42: recordings.input: 'perhaps' is not a word for this",
                        "bastion.yaml:8:26: onward.source-address: 'bastion.example' is no IP address"),
                problems);
    }

    @Test
    void namesKeysThatAreMissing() {
        assertTrue(problems("demo: true\n")
                .containsAll(List.of(
                        "bastion.yaml:1:1: version: this is missing",
                        "bastion.yaml:1:1: listen: this is missing",
                        "bastion.yaml:1:1: names: this is missing")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "- a", "a: b: c", "\u0000", "x: *y", "a: !!java.net.URL [b]"})
    void survivesWhatIsNoConfig(String text) {
        assertFalse(problems(text).isEmpty());
    }

    @Test
    void saysThatFileIsMissing() {
        ConfigReading reading = ConfigReader.read(directory.resolve("bastion.yaml"), Map.of());
        Problem problem =
                assertInstanceOf(ConfigReading.Broken.class, reading).problems().getFirst();
        assertEquals("bastion.yaml: there is no such file", problem.text("bastion.yaml"));
    }

    @ParameterizedTest
    @CsvSource({
        "rw-r--r--, secret, everybody may read it",
        "rw-------, '', a secret is empty",
    })
    void refusesPassphraseFileThatIsNone(String permissions, String content, String why) throws IOException {
        Path file = Files.writeString(directory.resolve("passphrase"), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        String problem = problems(config("keys: {passphrase-file: passphrase}")).getFirst();
        assertTrue(problem.endsWith(why), problem);
    }

    @Test
    void tellsNoSecret() throws IOException {
        Path file = Files.writeString(directory.resolve("passphrase"), "correct horse");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw----r--"));
        String all = String.join(
                "\n",
                problems(config("keys: {passphrase-file: passphrase}\n"
                        + "database: {url: \"postgres://bastion:battery@db\"}")));
        assertFalse(all.contains("horse") || all.contains("battery"), all);
    }

    @Test
    void refusesPasswordInsideAddress() {
        String problem = problems(
                        config("demo: true\n" + "database: {url: \"jdbc:postgresql://db/bastion?password=battery\"}"))
                .getFirst();
        assertTrue(problem.endsWith("the address holds a password"), problem);
    }

    @Test
    void refusesSecretGivenTwice() throws IOException {
        Path file = Files.writeString(directory.resolve("passphrase"), "correct horse");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String problem = problems(config("keys: {passphrase-file: passphrase, passphrase-env: P}"))
                .getFirst();
        assertTrue(problem.endsWith("the secret is given twice"), problem);
    }

    private static String config(String more) {
        return "version: 1\nlisten: \"127.0.0.1:2222\"\nnames: [bastion]\n" + more + "\n";
    }
}
