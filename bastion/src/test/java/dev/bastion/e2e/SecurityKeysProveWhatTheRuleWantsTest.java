package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With stock OpenSSH and the security key in software that its own tests use: who holds it signs as a person's finger and
 * PIN would. prod-db-1 wants a touch, prod-web-1 the PIN.
 */
@NeedsDemo
class SecurityKeysProveWhatTheRuleWantsTest {
    private static final Path PROVIDER = Path.of("/usr/lib/openssh/regress/misc/sk-dummy/sk-dummy.so");
    private static final String DATABASE = "postgres@prod-db-1";
    private static final String WEB = "deploy@prod-web-1";

    @TempDir
    static Path directory;

    private static OwnBastion bastion;

    @BeforeAll
    static void start(DemoWorld demo) throws Exception {
        Assumptions.assumeTrue(
                Files.exists(PROVIDER) || System.getenv("CI") != null, "needs Debian's package openssh-tests");
        var keys = new ArrayList<String>();
        for (var kind : List.of(
                List.of("touched", "ed25519-sk"),
                List.of("pin", "ecdsa-sk", "-O", "verify-required"),
                List.of("untouched", "ed25519-sk", "-O", "no-touch-required"))) {
            keys.add(made(kind.get(0), kind.get(1), kind.subList(2, kind.size())));
        }
        String bobs = made("bobs", "ed25519-sk", List.of("-O", "verify-required"));
        bastion = OwnBastion.in(directory, demo, policy -> changed(policy, String.join("\", \"", keys), bobs));
        granted("touched", "prod-db-1", "postgres");
        granted("pin", "prod-web-1", "deploy");
        for (String key : List.of("touched", "pin")) {
            Files.writeString(
                    directory.resolve(key + "-cert.pub"),
                    with(key, "bastion", "cert").done().out());
        }
    }

    private static void granted(String key, String target, String login) throws IOException {
        String request = OwnBastion.id("r", asked(key, target, login).done().out());
        assertEquals(1, bastion.bastion("bob", "approve", request).status(), "approved with a key in a file");
        with("bobs", "bastion", "approve", request).done();
    }

    private static Ran asked(String key, String target, String login) throws IOException {
        return with(key, "bastion", "request", target, "--login", login, "--reason", "testing");
    }

    @AfterAll
    static void stop() {
        if (bastion != null) {
            bastion.close();
        }
    }

    /** Makes a key, and returns its line. */
    private static String made(String name, String type, List<String> options) throws IOException {
        Path file = directory.resolve(name);
        var words = new ArrayList<>(List.of("ssh-keygen", "-q", "-t", type, "-w", PROVIDER.toString(), "-N", "", "-f"));
        words.add(file.toString());
        words.addAll(options);
        Command.of(words).run().done();
        return Files.readString(Path.of(file + ".pub")).strip();
    }

    private static String changed(String policy, String alices, String bobs) {
        String rule = policy.substring(policy.indexOf("  - name: engineers-to-prod"));
        return policy.replaceFirst("(  alice: .*)\"]", "$1\", \"" + alices + "\"]")
                .replaceFirst("(  bob: .*)\"]", "$1\", \"" + bobs + "\"]")
                .replace(
                        rule,
                        rule.replace("labels: {env: prod}", "targets: [prod-db-1]\n    key: touch")
                                + rule.replace("engineers-to-prod", "engineers-to-web")
                                        .replace("labels: {env: prod}", "targets: [prod-web-1]\n    key: verify"));
    }

    /** {@code ssh} with one of the keys and its certificate; who it is follows from the key; the PIN is typed by a program. */
    private static Ran with(String key, String... words) throws IOException {
        Path plain = directory.resolve("alice_config");
        Path profile = directory.resolve(key + "_config");
        Files.writeString(
                profile,
                "SecurityKeyProvider " + PROVIDER + "\n"
                        + Files.readString(plain)
                                .replaceFirst(
                                        "IdentityFile .*",
                                        Matcher.quoteReplacement("IdentityFile \"" + directory.resolve(key) + "\""))
                                .replaceFirst(
                                        "CertificateFile .*",
                                        Matcher.quoteReplacement(
                                                "CertificateFile \"" + directory.resolve(key + "-cert.pub") + "\"")));
        Path pin = directory.resolve("pin.sh");
        Files.writeString(pin, "#!/bin/sh\necho 123456\n");
        assertTrue(pin.toFile().setExecutable(true));
        var command = new ArrayList<>(List.of("ssh", "-F", profile.toString()));
        command.addAll(List.of(words));
        return new Command(command, "", Map.of("SSH_ASKPASS", pin.toString(), "SSH_ASKPASS_REQUIRE", "force")).run();
    }

    @Test
    void whoAsksProvesItToo() throws IOException {
        Ran ran = asked("touched", "prod-web-1", "deploy");

        assertEquals(1, ran.status(), ran::toString);
        assertTrue(ran.err().contains("PIN"), ran::toString);
    }

    @Test
    void aCertificateIsFetchedForTheGrantsThatTheKeyIsGoodFor() throws IOException {
        Ran ran = with("touched", "bastion", "cert").done();

        assertTrue(
                ran.err().contains("g-2 is not opened by it: the rule asks for a FIDO2 key with its PIN"),
                ran::toString);
        assertFalse(ran.err().contains("g-1"), ran::toString);
    }

    @Test
    void aTouchOpensWhatWantsATouch() throws IOException {
        Ran ran = with("touched", "-J", "bastion", DATABASE, "hostname");

        assertEquals("prod-db-1\n", ran.out(), ran::toString);
    }

    @Test
    void aTouchAloneOpensNothingThatWantsThePin() throws IOException {
        Ran ran = with("touched", "-J", "bastion", WEB, "hostname");

        assertNotEquals(0, ran.status());
        assertTrue(ran.err().contains("PIN"), ran::toString);
    }

    @Test
    void thePinOpensBoth() throws IOException {
        Ran web = with("pin", "-J", "bastion", WEB, "hostname");
        Ran database = with("pin", "-J", "bastion", DATABASE, "hostname");

        assertEquals("prod-web-1\n", web.out(), web::toString);
        assertEquals("prod-db-1\n", database.out(), database::toString);
    }

    @Test
    void aKeyInAFileOpensNeither() {
        Ran fetched = bastion.bastion("alice", "cert");
        assertEquals(1, fetched.status(), fetched::toString);
        assertTrue(fetched.err().contains("FIDO2 key"), fetched::toString);
        for (String host : List.of(DATABASE, WEB)) {
            Ran ran = bastion.ssh("alice", "-J", "bastion", host, "hostname").run();

            assertNotEquals(0, ran.status());
            assertTrue(ran.err().contains("needs your certificate"), ran::toString);
        }
    }

    @Test
    void aKeyThatSignsWithoutATouchIsNoProofOfAPerson() throws IOException {
        Ran ran = with("untouched", "bastion", "whoami");

        assertEquals(255, ran.status(), ran::toString);
        assertTrue(ran.err().contains("the security key was not touched"), ran::toString);
    }

    @Test
    void theDirectFormIsHeldToTheSame() throws IOException {
        assertEquals(
                "prod-web-1\n", with("pin", "-l", WEB, "bastion", "hostname").out());
        assertNotEquals(0, with("touched", "-l", WEB, "bastion", "hostname").status());
    }
}
