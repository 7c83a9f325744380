package dev.bastion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.TestPolicies;
import dev.bastion.store.SqlJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site that wants two of bob, carol and dave under each policy, signed by the real ssh-keygen. */
class UnsignedPolicyChangesNothingTest {
    private static final String SOUND = TestPolicies.HOUSE;
    private static final String OTHER = SOUND.replace("max: 8h", "max: 7h");

    @TempDir
    Path directory;

    private String configuration;

    @BeforeEach
    void makeSigners() throws IOException {
        StringBuilder signers = new StringBuilder("policy-control:\n  signatures: 2\n  signers:\n");
        for (String name : List.of("bob", "carol", "dave", "mallory")) {
            keygen("-q", "-t", "ed25519", "-N", "", "-C", name, "-f", name);
        }
        for (String name : List.of("bob", "carol", "dave")) {
            signers.append("    %s: [\"%s\"]%n".formatted(name, publicKey(name)));
        }
        configuration = signers.toString();
    }

    @Test
    void untilItsSignaturesArrive() throws Exception {
        sign("bob", SOUND, "bob");
        sign("carol", SOUND, "carol");
        WatchedPolicy.write(directory, SOUND);
        try (WatchedPolicy watched = new WatchedPolicy(directory, configuration)) {
            BlockingQueue<BastionEvent> written = policyEvents(watched.journal());
            AccessPolicy before = watched.inForce();
            watched.write(OTHER);
            assertTrue(
                    watched.said().endsWith("access.yaml bears 0 of 2 signatures; the policy before stays in force"));
            String why = "the signature does not match key and message";
            assertEquals("access.yaml.bob.sig: " + why, watched.said());
            assertEquals("access.yaml.carol.sig: " + why, watched.said());
            BastionEvent.PolicyRefused refused = (BastionEvent.PolicyRefused) next(written);
            assertEquals(AccessPolicy.digest(OTHER), refused.digest());
            assertEquals(2, refused.needed());
            assertEquals(Set.of(), refused.signedBy());

            sign("bob", OTHER, "bob");
            assertTrue(watched.said().contains("bears 1 of 2 signatures, by bob; the policy before"));
            assertEquals("access.yaml.carol.sig: " + why, watched.said());
            assertEquals(before, watched.inForce());

            sign("dave", OTHER, "dave");
            assertEquals("the policy is now " + AccessPolicy.digest(OTHER), watched.said());
            assertTrue(watched.inForce().text().contains("max: 7h"));
            BastionEvent.PolicyAccepted accepted = (BastionEvent.PolicyAccepted) next(written);
            assertEquals(AccessPolicy.digest(OTHER), accepted.digest());
            assertEquals(Optional.of(Set.of("bob", "dave")), accepted.signedBy());
        }
    }

    @Test
    void signaturesThatLieThereFirstMakeItOneStep() throws Exception {
        sign("bob", SOUND, "bob");
        sign("carol", SOUND, "carol");
        WatchedPolicy.write(directory, SOUND);
        try (WatchedPolicy watched = new WatchedPolicy(directory, configuration)) {
            sign("bob", OTHER, "bob");
            sign("carol", OTHER, "carol");
            watched.write(OTHER);
            assertEquals("the policy is now " + AccessPolicy.digest(OTHER), watched.said());
        }
    }

    /** What nobody signed is not even parsed: its mistakes are not told. */
    @Test
    void notEvenByItsMistakes() throws Exception {
        sign("bob", SOUND, "bob");
        sign("carol", SOUND, "carol");
        WatchedPolicy.write(directory, SOUND);
        try (WatchedPolicy watched = new WatchedPolicy(directory, configuration)) {
            Files.delete(directory.resolve("access.yaml.bob.sig"));
            Files.delete(directory.resolve("access.yaml.carol.sig"));
            watched.write("rules: {{{");
            assertTrue(watched.said().contains("bears 0 of 2 signatures; the policy before stays"));
            watched.write(OTHER);
            assertTrue(watched.said().contains("bears 0 of 2 signatures; the policy before stays"));
        }
    }

    @Test
    void norIsABastionStartedWithIt() throws IOException {
        sign("bob", SOUND, "bob");
        sign("mallory", SOUND, "carol");
        WatchedPolicy.write(directory, SOUND);
        IOException refused =
                assertThrows(IOException.class, () -> PolicyFile.read(WatchedPolicy.config(directory, configuration)));
        assertEquals(
                directory.resolve("access.yaml")
                        + " bears 1 of 2 signatures, by bob\nhint: 'bastion check' says which are missing",
                refused.getMessage());
    }

    /** Its signatures are good; what they were given for is over. */
    @Test
    void aTextThatWasReplacedIsNotLaidBack() throws Exception {
        signed(SOUND);
        WatchedPolicy.write(directory, SOUND);
        try (WatchedPolicy watched = new WatchedPolicy(directory, configuration)) {
            signed(OTHER);
            watched.write(OTHER);
            assertEquals("the policy is now " + AccessPolicy.digest(OTHER), said(watched));

            signed(SOUND);
            watched.write(SOUND);
            String refused = said(watched);
            assertTrue(refused.startsWith("the policy before stays in force: "), refused);
            assertTrue(refused.contains("is a text that was in force before and was replaced"), refused);
            assertTrue(watched.inForce().text().contains("max: 7h"));
            IOException noStart = assertThrows(
                    IOException.class,
                    () -> PolicyFile.requireNotOld(
                            WatchedPolicy.config(directory, configuration),
                            watched.journal(),
                            PolicyFile.read(WatchedPolicy.config(directory, configuration))));
            assertTrue(noStart.getMessage().contains("was replaced"), noStart.getMessage());

            String anew = SOUND + "# as it was before\n";
            signed(anew);
            watched.write(anew);
            assertEquals("the policy is now " + AccessPolicy.digest(anew), said(watched));
        }
    }

    /** Without what it says while only one of text and signatures lies there. */
    private static String said(WatchedPolicy watched) throws InterruptedException {
        String line = watched.said();
        while (line.contains("signatures; the policy before")
                || line.startsWith("access.yaml.")
                || line.contains("signatures, by")) {
            line = watched.said();
        }
        return line;
    }

    private void signed(String text) throws IOException {
        sign("bob", text, "bob");
        sign("carol", text, "carol");
    }

    private static BlockingQueue<BastionEvent> policyEvents(SqlJournal journal) {
        BlockingQueue<BastionEvent> written = new LinkedBlockingQueue<>();
        journal.onCommitted(events -> events.stream()
                .filter(BastionEvent.class::isInstance)
                .map(BastionEvent.class::cast)
                .filter(event -> !isFirst(event))
                .forEach(written::add));
        return written;
    }

    private static boolean isFirst(BastionEvent event) {
        return event instanceof BastionEvent.PolicyAccepted accepted
                && accepted.digest().equals(AccessPolicy.digest(SOUND));
    }

    private static BastionEvent next(BlockingQueue<BastionEvent> written) throws InterruptedException {
        BastionEvent event = written.poll(30, TimeUnit.SECONDS);
        assertTrue(event != null, "nothing more was written");
        return event;
    }

    private String publicKey(String name) throws IOException {
        return Files.readString(directory.resolve(name + ".pub")).strip();
    }

    /** Lays the signature of a text beside the policy, in one step. */
    private void sign(String key, String text, String name) throws IOException {
        Path signed = Files.writeString(directory.resolve("signed"), text);
        Files.deleteIfExists(directory.resolve("signed.sig"));
        keygen("-q", "-Y", "sign", "-n", "bastion-policy", "-f", key, signed.toString());
        Files.move(
                directory.resolve("signed.sig"),
                directory.resolve("access.yaml." + name + ".sig"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private void keygen(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ssh-keygen"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.onExit().join().exitValue(), output);
    }
}
