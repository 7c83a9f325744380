package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody pastes what {@code ssh-config} prints into a home of their own, and from then on asks and works: no certificate
 * is ever fetched by hand, and what cannot work says in a sentence why.
 */
@NeedsDemo
class TheProfileFetchesCertificatesTest {
    private static final String HOST = "postgres@prod-db-1";
    private static OwnBastion bastion;

    @TempDir
    Path home;

    private Path ssh;
    private final List<String> grants = new ArrayList<>();

    @BeforeAll
    static void start(DemoWorld world, @TempDir Path directory) throws IOException {
        bastion = OwnBastion.in(directory, world);
    }

    @AfterAll
    static void stop() {
        bastion.close();
    }

    @BeforeEach
    void paste(DemoWorld world) throws IOException {
        ssh = Files.createDirectory(home.resolve(".ssh"));
        Files.copy(world.identity("alice"), ssh.resolve("id_ed25519"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(
                ssh.resolve("bastion_config"),
                bastion.bastion("alice", "ssh-config").done().out());
        Files.writeString(
                ssh.resolve("bastion_known_hosts"),
                bastion.bastion("alice", "ssh-config", "--known-hosts").done().out());
        Files.writeString(ssh.resolve("config"), "Include bastion_config\n");
    }

    @AfterEach
    void giveBack() {
        grants.forEach(grant -> bastion.bastion("alice", "release", grant));
    }

    @Test
    void withoutAGrantASentenceSaysWhatToType() {
        Ran ran = run("ssh", HOST, "hostname");
        assertEquals(255, ran.status(), ran::toString);
        assertTrue(ran.err().contains("you have no access to prod-db-1 now"), ran::err);
        assertTrue(ran.err().contains("hint: ssh bastion request prod-db-1 --login postgres"), ran::err);
        assertFalse(Files.exists(ssh.resolve("id_ed25519-cert.pub")));
    }

    @Test
    void withAGrantEveryToolJustWorks() throws IOException {
        grant("45m");
        assertEquals("prod-db-1\n", run("ssh", HOST, "hostname").out());
        certificateIsLost();
        assertEquals(
                "prod-db-1\n", run("ssh", "-J", "bastion", HOST, "hostname").out());
        certificateIsLost();
        assertEquals("prod-db-1\n", run("ssh", HOST + "@bastion", "hostname").out());
        certificateIsLost();
        Path file = Files.writeString(home.resolve("sent"), "a file\n");
        run("scp", file.toString(), HOST + ":received").done();
        assertEquals("a file\n", run("ssh", HOST, "cat", "received").out());
    }

    @Test
    void tenAtOnceWorkToo() throws IOException {
        grant("45m");
        List<CompletableFuture<Ran>> started = Collections.nCopies(10, HOST).stream()
                .map(host -> CompletableFuture.supplyAsync(
                        () -> run("ssh", "-o", "BatchMode=yes", host, "hostname"),
                        task -> Thread.ofVirtual().start(task)))
                .toList();
        for (CompletableFuture<Ran> ran : started) {
            assertEquals("prod-db-1\n", ran.join().out(), ran.join()::toString);
        }
    }

    /** Twice over, by a connection of its own each time and by one that is kept open. */
    @Test
    void anExpiredOneSaysSoAndIsReplacedUnderTheNextGrant(DemoWorld world) throws IOException {
        Files.writeString(
                ssh.resolve("config"),
                "Host bastion\n    ControlMaster auto\n    ControlPath ~/.ssh/%C\n    ControlPersist 60\n",
                StandardOpenOption.APPEND);
        String first = grant("6s");
        assertEquals("prod-db-1\n", run("ssh", HOST, "hostname").out());
        world.until(
                () -> bastion.bastion("alice", "grants").out().contains("no live grant")
                        || !bastion.bastion("alice", "grants").out().contains(first + " "),
                "the first grant ends");
        Ran expired = run("ssh", "-o", "ControlPath=none", HOST, "hostname");
        assertEquals(255, expired.status(), expired::toString);
        assertTrue(
                expired.err()
                        .contains("this certificate has expired\nhint: no grant of yours is live; ask for one with:"
                                + " ssh bastion request"),
                expired::err);
        assertTrue(
                expired.err().contains("you have no access to prod-db-1 now\nhint: ssh bastion request"), expired::err);
        grant("45m");
        // Where nothing fetches it, as in the form for Windows.
        Ran byHand = run("env", "SHELL=/bin/false", "ssh", "-o", "ControlPath=none", HOST, "hostname");
        assertTrue(
                byHand.err()
                        .contains("this certificate has expired\nhint: fetch a new one with: ssh bastion cert >"
                                + " ~/.ssh/id_ed25519-cert.pub"),
                byHand::err);
        Ran keptOpen = run("env", "SHELL=/bin/false", "ssh", HOST, "hostname");
        assertTrue(
                keptOpen.err()
                        .contains("the certificate that this connection was opened with has expired\nhint: ssh -O stop"
                                + " bastion; ssh bastion cert > ~/.ssh/id_ed25519-cert.pub"),
                keptOpen::err);
        assertEquals("prod-db-1\n", run("ssh", HOST, "hostname").out());
        run("ssh", "-O", "exit", "bastion");
    }

    private void certificateIsLost() throws IOException {
        Files.delete(ssh.resolve("id_ed25519-cert.pub"));
    }

    private String grant(String length) throws IOException {
        String grant = bastion.grant("prod-db-1", "postgres", length);
        grants.add(grant);
        return grant;
    }

    /** The account's home is this test's own, laid over the real one in a mount namespace. */
    private Ran run(String... words) {
        List<String> arguments = new ArrayList<>(List.of(home.toString()));
        arguments.addAll(List.of(words));
        return DemoWorld.script(
                        "exec unshare --mount sh -c 'mount --bind \"$1\" ~root && shift && HOME=~root exec \"$@\"' sh \"$@\"",
                        arguments.toArray(String[]::new))
                .with("SSH_AUTH_SOCK", "")
                .run();
    }
}
