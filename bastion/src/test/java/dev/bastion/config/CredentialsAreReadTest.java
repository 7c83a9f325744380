package dev.bastion.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** What opens old appliances stands in bastion.yaml as the place of a secret, never as the secret. */
class CredentialsAreReadTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("P", "hunter2");

    @TempDir
    Path directory;

    @Test
    void eachPlaceOfASecretIsTaken() throws IOException {
        Path file = Files.writeString(directory.resolve("switch"), "hunter2\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        BastionConfig config =
                assertInstanceOf(ConfigReading.Accepted.class, read("""
                        credentials:
                          - {target: switch-1, login: admin, password-file: switch}
                          - {target: switch-2, login: admin, password-env: P}
                          - {target: switch-3, login: admin, password-command: [/usr/bin/vault, read, "a b"]}
                          - {target: switch-3, login: backup, key-file: switch}
                        """)).config();
        assertEquals(
                List.of(
                        new TargetCredential(
                                "switch-1",
                                "admin",
                                TargetCredential.Kind.PASSWORD,
                                new SecretSource.InFile(directory.resolve("switch"))),
                        new TargetCredential(
                                "switch-2",
                                "admin",
                                TargetCredential.Kind.PASSWORD,
                                new SecretSource.InVariable("P", new Secret("hunter2"))),
                        new TargetCredential(
                                "switch-3",
                                "admin",
                                TargetCredential.Kind.PASSWORD,
                                new SecretSource.ByCommand(List.of("/usr/bin/vault", "read", "a b"))),
                        new TargetCredential(
                                "switch-3",
                                "backup",
                                TargetCredential.Kind.KEY,
                                new SecretSource.InFile(directory.resolve("switch")))),
                config.credentials());
        assertFalse(config.toString().contains("hunter2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{target: s, login: a}|the secret is missing",
                "{target: s, login: a, password-env: P, key-env: P}|the secret is given more than once",
                "{target: s, login: a, password: hunter2}|there is no key 'password' here",
                "{target: s, login: a, password-env: Q}|the environment has no variable 'Q', or it is empty",
                "{target: s, login: a, password-file: missing}|gives no secret: there is no such file",
                "{target: s, login: a, password-command: [vault, read]}|the program is not named by its whole path",
                "{target: s, login: a, password-command: []}|this is empty",
                "{login: a, password-env: P}|credentials[0].target: this is missing",
                "{target: s, password-env: P}|credentials[0].login: this is missing",
            })
    void eachMistakeIsSaid(String entry, String problem) {
        ConfigReading.Broken broken =
                assertInstanceOf(ConfigReading.Broken.class, read("credentials:\n  - " + entry + "\n"));
        assertTrue(
                broken.problems().stream()
                        .anyMatch(one -> one.text("bastion.yaml").contains(problem)),
                () -> broken.problems().toString());
        assertFalse(broken.problems().toString().contains("hunter2"));
    }

    @Test
    void oneLoginOfOneTargetIsThereOnce() {
        ConfigReading.Broken broken = assertInstanceOf(ConfigReading.Broken.class, read("""
                        credentials:
                          - {target: s, login: a, password-env: P}
                          - {target: s, login: a, key-env: P}
                        """));
        assertTrue(broken.problems().toString().contains("'a' on 's' is there twice"));
    }

    private ConfigReading read(String credentials) {
        return ConfigReader.parse(
                "version: 1\ndemo: true\nlisten: \"127.0.0.1:0\"\nnames: [bastion]\n" + credentials,
                directory.resolve("bastion.yaml"),
                ENVIRONMENT);
    }
}
