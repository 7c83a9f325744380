package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody whom no policy names, real ssh, a real Keycloak with its login page, and its administrator. */
@NeedsDemo
@NeedsKeycloak
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PeopleOfAProviderSignOnTest {
    private static final String HOST = "postgres@prod-db-1";
    private static final Pattern ADDRESS = Pattern.compile("or open (http\\S+)");

    /** A refresh each second, and a machine that is short of time. */
    private static final Duration AT_THE_NEXT_REFRESH = Duration.ofSeconds(15);

    private static DemoWorld world;
    private static Keycloak keycloak;

    @TempDir
    Path scratch;

    private OwnBastion bastion;

    @BeforeAll
    static void keep(DemoWorld demo, Keycloak provider) {
        world = demo;
        keycloak = provider;
    }

    @BeforeEach
    void serve() throws IOException {
        Path secret = Files.writeString(scratch.resolve("secret"), Keycloak.SECRET);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        bastion = OwnBastion.in(
                scratch, world, List.of(), UnaryOperator.identity(), """
                single-sign-on:
                  issuer: %s
                  client-id: %s
                  client-secret-file: secret
                  length: 1h
                  refresh: 1s
                  grace: 1m
                """.formatted(keycloak.issuer(), Keycloak.CLIENT));
    }

    @AfterEach
    void close() {
        bastion.close();
    }

    /** A profile like alice's, with a key that nobody has seen. */
    private void newcomer(String name) throws IOException {
        Path key = scratch.resolve("id_" + name);
        Command.of(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()))
                .run()
                .done();
        Path certificate = scratch.resolve(name + "-cert.pub");
        Files.writeString(
                scratch.resolve(name + "_config"),
                Files.readString(scratch.resolve("alice_config"))
                        .replaceAll("User alice", "User " + name)
                        .replaceAll("IdentityFile .*", Matcher.quoteReplacement("IdentityFile \"" + key + "\""))
                        .replaceAll(
                                "CertificateFile .*",
                                Matcher.quoteReplacement("CertificateFile \"" + certificate + "\"")));
    }

    private void signOn(String name) throws IOException {
        try (Running login = Running.start(bastion.ssh(name, "bastion", "login"), scratch.resolve("login"))) {
            world.until(() -> ADDRESS.matcher(login.said()).find(), "the bastion says where to go");
            Matcher address = ADDRESS.matcher(login.said());
            assertTrue(address.find());
            keycloak.approve(address.group(1), name);
            assertEquals(0, login.end().status(), login::said);
            assertTrue(login.said().contains("you are " + name + " by this key until "), login::said);
        }
    }

    /** A command on the host under a grant that bob approved. */
    private Running working(String name) throws IOException {
        String asked = bastion.bastion(name, "request", "prod-db-1", "--login", "postgres", "--reason", "testing")
                .done()
                .out();
        bastion.bastion("bob", "approve", OwnBastion.id("r", asked)).done();
        Files.writeString(
                scratch.resolve(name + "-cert.pub"),
                bastion.bastion(name, "cert").done().out());
        Running command = Running.start(
                bastion.ssh(name, "-J", "bastion", HOST, "while sleep 0.1; do echo tick || exit; done"),
                scratch.resolve("command"));
        world.until(() -> command.said().contains("tick"), "the command runs");
        return command;
    }

    @Test
    void whoIsSignedOnAsksAndWorksLikeAnybodyElse() throws IOException {
        keycloak.add("zoe", "engineers");
        newcomer("zoe");
        Ran before = bastion.bastion("zoe", "whoami");
        assertEquals(1, before.status(), before::toString);
        assertTrue(before.err().contains("sign on first: ssh bastion login"), before::toString);

        signOn("zoe");

        Ran whoami = bastion.bastion("zoe", "whoami").done();
        assertTrue(whoami.out().contains("you are zoe"), whoami::toString);
        assertTrue(whoami.out().contains("signed on: by " + keycloak.issuer()), whoami::toString);
        Ran own = bastion.bastion("zoe", "approve", "r-1");
        assertFalse(own.status() == 0, own::toString);
        try (Running command = working("zoe")) {
            assertTrue(command.isAlive());
            Ran logout = bastion.bastion("zoe", "logout").done();
            assertTrue(command.end().at().isBefore(Instant.now().plus(AT_THE_NEXT_REFRESH)), logout::toString);
        }
        Ran after = bastion.bastion("zoe", "whoami");
        assertEquals(1, after.status(), after::toString);
        assertTrue(after.err().contains("nobody's here yet"), after::toString);
        assertEquals(0, bastion.stop());
        bastion.executable("verify").done();
    }

    @Test
    void whoLosesTheGroupIsCutAtTheNextRefresh() throws IOException {
        keycloak.add("yan", "engineers");
        newcomer("yan");
        signOn("yan");
        try (Running command = working("yan")) {
            keycloak.removeFromGroup("yan", "engineers");
            Instant latest = Instant.now().plus(AT_THE_NEXT_REFRESH);
            assertTrue(command.end().at().isBefore(latest), command::said);
            assertTrue(command.said().contains("grant g-1 ended: "), command::said);
        }
        Ran whoami = bastion.bastion("yan", "whoami").done();
        assertTrue(whoami.out().contains("groups: none"), whoami::toString);
        assertFalse(bastion.ssh("yan", "-J", "bastion", HOST, "true").run().status() == 0);
    }

    @Test
    void whoIsDisabledThereIsOutAtTheNextRefresh() throws IOException {
        keycloak.add("xena", "engineers");
        newcomer("xena");
        signOn("xena");
        try (Running command = working("xena")) {
            keycloak.disable("xena");
            Instant latest = Instant.now().plus(AT_THE_NEXT_REFRESH);
            assertTrue(command.end().at().isBefore(latest), command::said);
            assertTrue(command.said().contains("the provider no longer lets you in"), command::said);
        }
        world.until(() -> bastion.bastion("xena", "whoami").status() == 1, "the key is nobody's again");
        Ran jump = bastion.ssh("xena", "-J", "bastion", HOST, "true").run();
        assertFalse(jump.status() == 0, jump::toString);
        assertTrue(jump.err().contains("sign on first: ssh bastion login"), jump::toString);
    }

    @Test
    void whoIsWrittenInThePolicyIsNotTakenOver() throws IOException {
        keycloak.add("carol", "engineers");
        Path key = scratch.resolve("carol_config");
        String real = Files.readString(key);
        newcomer("carol");
        try (Running login = Running.start(bastion.ssh("carol", "bastion", "login"), scratch.resolve("login"))) {
            world.until(() -> ADDRESS.matcher(login.said()).find(), "the bastion says where to go");
            Matcher address = ADDRESS.matcher(login.said());
            assertTrue(address.find());
            keycloak.approve(address.group(1), "carol");
            assertEquals(1, login.end().status(), login::said);
            assertTrue(login.said().contains("'carol' is written in access.yaml"), login::said);
        }
        Files.writeString(key, real);
        assertEquals(0, bastion.bastion("carol", "whoami").status());
    }
}
