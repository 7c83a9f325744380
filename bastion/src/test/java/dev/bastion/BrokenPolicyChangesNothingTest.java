package dev.bastion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.TestPolicies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy file that is edited under a running bastion: wrong first, then right. */
class BrokenPolicyChangesNothingTest {
    private static final String SOUND = TestPolicies.HOUSE;

    @TempDir
    Path directory;

    private WatchedPolicy watched;

    @BeforeEach
    void watch() throws IOException {
        WatchedPolicy.write(directory, SOUND);
        watched = new WatchedPolicy(directory, "");
    }

    @AfterEach
    void leave() {
        watched.close();
    }

    @Test
    void andSaysEveryProblemWithItsLine() throws Exception {
        AccessPolicy before = watched.inForce();
        watched.write(SOUND.replace("duties: [review]", "duties: [rule]").replace("max: 8h", "max: for ever"));
        assertTrue(watched.said().endsWith("is broken; the policy before stays in force"));
        assertPlace("duties: [review]", watched.said());
        assertPlace("max: 8h", watched.said());
        assertEquals(before, watched.inForce());

        watched.write(SOUND.replace("max: 8h", "max: 7h"));
        String line = watched.said();
        assertTrue(line.startsWith("the policy is now "), line);
        assertTrue(watched.inForce().text().contains("max: 7h"));
    }

    @Test
    void norDoesAFileThatIsGone() throws Exception {
        AccessPolicy before = watched.inForce();
        Files.delete(directory.resolve("access.yaml"));
        String line = watched.said();
        assertTrue(line.contains("cannot be read; the policy before stays in force"), line);
        assertEquals(before, watched.inForce());
    }

    private static void assertPlace(String sound, String said) {
        long line = SOUND.substring(0, SOUND.indexOf(sound)).lines().count();
        assertTrue(said.startsWith("access.yaml:" + line + ":"), () -> said + " is not about line " + line);
    }
}
