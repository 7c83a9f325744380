package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * THREATS T24 with real processes: a signer with the keys of the authorities, a bastion without them, and a rule whose
 * approvers sign. One story, told in order.
 */
@NeedsDemo
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ASignerThatStandsApartTest {
    private static final List<String> AUTHORITIES = List.of("access-ca", "target-ca", "host-ca");

    @TempDir
    static Path directory;

    private static DemoWorld world;
    private static Process signer;
    private static OwnBastion bastion;
    private static String request;

    @BeforeAll
    static void start(DemoWorld demo) throws Exception {
        world = demo;
        Path keys = Files.createDirectories(directory.resolve("keys"));
        Path apart = Files.createDirectories(directory.resolve("signer/keys"));
        Path seen = Files.createDirectories(directory.resolve("signer/bastion"));
        run("cp", "-a", demo.keys() + "/.", keys.toString());
        for (String name : AUTHORITIES) {
            run("mv", keys.resolve(name).toString(), keys.resolve(name + ".pub").toString(), apart.toString());
        }
        for (String name : List.of("tree-head", "tree-head.pub", "installation")) {
            run("cp", "-a", keys.resolve(name).toString(), apart.toString());
        }
        for (String name : List.of("grant-token.pub", "host-key.pub", "installation")) {
            run("cp", "-a", keys.resolve(name).toString(), seen.toString());
        }
        Files.writeString(directory.resolve("signer/access.yaml"), signed(Files.readString(demo.policy())));
        Files.writeString(directory.resolve("signer/bastion.yaml"), """
                version: 1
                demo: true
                listen: "127.0.0.1:0"
                names: [bastion]
                signer: {socket: %s, bastion: bastion}
                """.formatted(directory.resolve("s")));
        startSigner();
        bastion = OwnBastion.withKeys(
                keys,
                directory,
                demo,
                ASignerThatStandsApartTest::signed,
                "signer: {socket: %s}\n".formatted(directory.resolve("s")));
    }

    private static String signed(String policy) {
        return policy.replace("    lapse: 1h\n", "    lapse: 1h\n    signed-approvals: true\n");
    }

    private static void startSigner() throws IOException {
        Path log = Files.createTempFile(directory, "signer", ".log");
        signer = new ProcessBuilder(
                        world.launcher().toString(),
                        "ca",
                        "serve",
                        "--config",
                        directory.resolve("signer/bastion.yaml").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
                .start();
        world.until(() -> !signer.isAlive() || said(log).contains("signing at "), "the signer says where it is");
        assertTrue(signer.isAlive(), () -> said(log));
    }

    private static String said(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void run(String... words) {
        Command.of(List.of(words)).run().done();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (bastion != null) {
            bastion.close();
        }
        signer.destroy();
        assertTrue(signer.waitFor(30, TimeUnit.SECONDS), "the signer does not end");
    }

    @Test
    @Order(1)
    void asksTheApproverForASignatureAndSaysHow() {
        request = OwnBastion.id(
                "r",
                bastion.bastion("alice", "request", "prod-db-1", "--login", "postgres", "--reason", "testing")
                        .done()
                        .out());

        Ran unsigned = bastion.bastion("bob", "approve", request);

        assertEquals(1, unsigned.status(), unsigned::toString);
        assertTrue(unsigned.err().contains("hint: ssh approve+"), unsigned::toString);
    }

    @Test
    @Order(2)
    void takesAStockLoginByTheNameOfTheRequestForOne() throws Exception {
        String hint = bastion.bastion("bob", "approve", request).err();
        String user = hint.substring(hint.indexOf("approve+"), hint.indexOf('@', hint.indexOf("approve+")));

        Ran own = bastion.ssh("alice", "-l", user, "bastion").run();
        assertNotEquals(0, own.status(), own::toString);
        Ran approved = bastion.ssh("bob", "-l", user, "bastion").run();
        assertEquals(0, approved.status(), approved::toString);

        Files.writeString(
                directory.resolve("alice-cert.pub"),
                bastion.bastion("alice", "cert").done().out());
        Ran host = bastion.ssh("alice", "-J", "bastion", "postgres@prod-db-1", "hostname")
                .run();
        assertEquals("prod-db-1\n", host.out(), host::toString);
    }

    @Test
    @Order(3)
    void takesASignatureThatSshKeygenMade() throws Exception {
        String id = OwnBastion.id(
                "r",
                bastion.bastion("alice", "request", "prod-web-1", "--login", "deploy", "--reason", "testing")
                        .done()
                        .out());
        Path text = directory.resolve("request");
        Files.writeString(
                text, bastion.bastion("bob", "approve", id, "--text").done().out());
        Path key = world.profile("bob").resolveSibling("id_ed25519");
        run("ssh-keygen", "-q", "-Y", "sign", "-n", "bastion-approval", "-f", key.toString(), text.toString());

        Ran approved = bastion.ssh("bob", "bastion", "approve", id, "--signature")
                .reading(Files.readString(Path.of(text + ".sig")))
                .run();
        assertEquals(0, approved.status(), approved::toString);
        Ran host = bastion.ssh("alice", "-J", "bastion", "deploy@prod-web-1", "hostname")
                .run();
        assertEquals("prod-web-1\n", host.out(), host::toString);
    }

    @Test
    @Order(4)
    void nothingNewStartsWithoutTheSignerAndAllOfItWithItAgain() throws Exception {
        signer.destroy();
        assertTrue(signer.waitFor(30, TimeUnit.SECONDS));

        Ran without = bastion.ssh("alice", "-J", "bastion", "postgres@prod-db-1", "hostname")
                .run();
        assertNotEquals(0, without.status(), without::toString);

        startSigner();
        Ran with = bastion.ssh("alice", "-J", "bastion", "postgres@prod-db-1", "hostname")
                .run();
        assertEquals("prod-db-1\n", with.out(), with::toString);
    }

    @Test
    @Order(5)
    void theSignersOwnLedgerVerifies() throws Exception {
        signer.destroy();
        assertTrue(signer.waitFor(30, TimeUnit.SECONDS));

        Ran verified = Command.of(List.of(
                        world.launcher().toString(),
                        "verify",
                        "--config",
                        directory.resolve("signer/bastion.yaml").toString()))
                .run();

        assertEquals(0, verified.status(), verified::toString);
    }
}
