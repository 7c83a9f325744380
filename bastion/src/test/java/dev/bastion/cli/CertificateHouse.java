package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.MalformedCertificateException;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.ConfigReader;
import dev.bastion.config.ConfigReading;
import dev.bastion.policy.Decision;
import dev.bastion.policy.Proofs;
import dev.bastion.policy.TestKeys;
import dev.bastion.policy.TestPolicies;
import dev.bastion.policy.Wish;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A bastion that was made in a directory, whose alice has a key of ssh-keygen's. */
record CertificateHouse(Path directory) {

    static CertificateHouse make(Path directory) throws IOException {
        CertificateHouse house = new CertificateHouse(directory);
        assertEquals(0, Run.in(directory, "init", "--demo").status());
        house.keygen("-q", "-t", "ed25519", "-N", "", "-C", "alice", "-f", "alice");
        String line = Files.readString(directory.resolve("alice.pub")).strip();
        Files.writeString(
                directory.resolve("access.yaml"), TestPolicies.EMERGENCIES.replace(TestKeys.line("alice"), line));
        // Whoever opens the ledger first makes it.
        house.open().close();
        return house;
    }

    /** A rule approves this one by itself. */
    void grantAlice() throws IOException {
        try (ServerDesk server = open()) {
            Wish wish = new Wish(
                    List.of("staging-1"), Optional.of("deploy"), Optional.empty(), "", Optional.empty(), Set.of());
            assertInstanceOf(
                    Decision.GrantGiven.class, server.decide(server.desk().request("alice", wish, Proofs.NONE)));
        }
    }

    /** What every command on the server does its work with. */
    ServerDesk open() throws IOException {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return ServerDesk.open(
                config(),
                new Surroundings(
                        directory,
                        Map.of(),
                        InputStream.nullInputStream(),
                        nowhere,
                        nowhere,
                        Clock.fixed(Run.NOW, ZoneOffset.UTC),
                        new SecureRandom(),
                        config -> {
                            throw new IOException("no server runs in this test");
                        }));
    }

    BastionConfig config() {
        ConfigReading reading = ConfigReader.read(directory.resolve("bastion.yaml"), Map.of());
        return assertInstanceOf(ConfigReading.Accepted.class, reading, reading::toString)
                .config();
    }

    Run ca(String... words) {
        List<String> arguments = new ArrayList<>(List.of("ca"));
        arguments.addAll(List.of(words));
        return Run.in(directory, arguments.toArray(String[]::new));
    }

    /** Explains what is on standard input. */
    Run inspect(String typed, String... more) {
        List<String> arguments = new ArrayList<>(List.of("ca", "inspect", "-"));
        arguments.addAll(List.of(more));
        return Run.typing(typed, directory, Map.of(), arguments.toArray(String[]::new));
    }

    static Certificate certificate(String line) {
        try {
            return Certificate.parseLine(line);
        } catch (MalformedCertificateException e) {
            throw new AssertionError(line, e);
        }
    }

    /** What the real ssh-keygen says, which must end with 0. */
    String keygen(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ssh-keygen"));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().put("TZ", "UTC");
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), said);
            return said;
        } catch (IOException e) {
            throw new AssertionError("ssh-keygen is needed (Debian: openssh-client)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    String read(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
