package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
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
    private static final String FETCH = "ssh bastion cert > ~/.ssh/id_ed25519-cert.pub";
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
        keepOpen(false);
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

    /** By a connection of its own, and by one that is kept open for others. */
    @Test
    void anExpiredOneSaysSoAndIsReplacedUnderTheNextGrant(DemoWorld world) throws IOException {
        keepOpen(true);
        grant("6s");
        assertEquals("prod-db-1\n", run("ssh", HOST, "hostname").out());
        keepOpen(false);
        world.until(() -> run("ssh", "bastion", "whoami").err().contains("has expired"), "the certificate expires");
        Ran expired = run("ssh", HOST, "hostname");
        assertEquals(255, expired.status(), expired::toString);
        assertSays("this certificate has expired", "no grant of yours is live; ask for one with: ssh bastion", expired);
        assertSays("you have no access to prod-db-1 now", "ssh bastion request prod-db-1 --login postgres", expired);

        grant("45m");
        // Where nothing fetches it, as in the form for Windows.
        Ran byHand = run("env", "SHELL=" + shellThatFetchesNothing(), "ssh", HOST, "hostname");
        assertSays("this certificate has expired", "fetch a new one with: " + FETCH, byHand);
        assertSays("access to prod-db-1 needs your certificate", FETCH, byHand);
        keepOpen(true);
        Ran keptOpen = run("env", "SHELL=" + shellThatFetchesNothing(), "ssh", HOST, "hostname");
        assertSays(
                "the certificate that this connection was opened with has expired",
                "ssh -O stop bastion; " + FETCH,
                keptOpen);

        assertEquals("prod-db-1\n", run("ssh", HOST, "hostname").out());
        run("ssh", "-O", "exit", "bastion");
    }

    /** The jump itself is given to the person's shell too. */
    private Path shellThatFetchesNothing() throws IOException {
        Path shell = Files.writeString(home.resolve("shell"), """
                #!/bin/sh
                case "$2" in *--refresh*) exit 1 ;; esac
                exec /bin/sh "$@"
                """);
        return Files.setPosixFilePermissions(shell, PosixFilePermissions.fromString("rwx------"));
    }

    private static void assertSays(String sentence, String hint, Ran ran) {
        assertTrue(ran.err().contains(sentence + "\nhint: " + hint), ran::toString);
    }

    private void keepOpen(boolean kept) throws IOException {
        Files.writeString(
                ssh.resolve("config"),
                "Include bastion_config\n"
                        + (kept
                                ? "Host bastion\n    ControlMaster auto\n    ControlPath ~/.ssh/%C\n    ControlPersist 60\n"
                                : ""));
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
