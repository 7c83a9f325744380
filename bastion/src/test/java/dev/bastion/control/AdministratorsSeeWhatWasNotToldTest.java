package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.BastionEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdministratorsSeeWhatWasNotToldTest {
    @TempDir
    Path recordings;

    private World world;

    @BeforeEach
    void lost() {
        world = new World(recordings);
        world.journal.append(
                List.of(new BastionEvent.NoticesLost("webhook hooks.example.org", 2, world.clock.instant())));
        world.journal.append(
                List.of(new BastionEvent.NoticesLost("webhook hooks.example.org", 3, world.clock.instant())));
    }

    @Test
    void whereTheyLook() {
        for (String line : List.of("", "whoami")) {
            assertTrue(
                    world.ssh("carol", line).printed().contains("5 notices did not reach webhook hooks.example.org"),
                    () -> "'" + line + "': " + world.ssh("carol", line).printed());
            assertFalse(world.ssh("alice", line).printed().contains("did not reach"), line);
        }
        assertTrue(world.ssh("carol", "whoami --json")
                .printed()
                .contains("\"notices_lost\":[{\"receiver\":\"webhook hooks.example.org\",\"count\":5,"));
    }

    @Test
    void forAMonth() {
        world.clock.advance(Duration.ofDays(31));

        assertFalse(world.ssh("carol", "whoami").printed().contains("did not reach"));
    }
}
