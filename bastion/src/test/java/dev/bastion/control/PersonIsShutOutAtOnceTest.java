package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonIsShutOutAtOnceTest {
    private static final String DISABLE = "person disable alice --reason has left";

    @TempDir
    Path recordings;

    private World world;

    @BeforeEach
    void grant() {
        world = new World(recordings);
        world.grant();
    }

    @Test
    void endsWhatRunsAndWritesIt() {
        Channel disabled = world.ssh("carol", DISABLE);

        assertEquals(0, disabled.status, disabled::told);
        assertEquals("alice\n", disabled.printed());
        assertEquals(List.of("alice is shut out by 2 events"), world.live.done);
        assertTrue(world.journal.state().disabling("alice").isPresent());
        assertEquals(List.of(), world.journal.state().openGrants());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "whoami", "grants", "cert", "request prod-db-1 --login postgres --reason again", "help"})
    void readsOneSentenceWhateverIsTyped(String line) {
        world.ssh("carol", DISABLE);

        Channel alice = world.ssh("alice", line);

        assertEquals(1, alice.status);
        assertEquals("", alice.printed());
        assertTrue(alice.told().contains("'alice' is disabled here since"), alice::told);
        assertFalse(alice.told().contains("has left"), alice::told);
    }

    @Test
    void waitsForNoLedger() {
        world.journal.accepting(false);

        Channel disabled = world.ssh("carol", DISABLE);

        assertEquals(0, disabled.status, disabled::told);
        assertTrue(disabled.told().contains("is told later"), disabled::told);
        assertEquals(List.of("alice is shut out by 2 events"), world.live.done);
    }

    @Test
    void letsThemInAgain() {
        world.ssh("carol", DISABLE);

        Channel enabled = world.ssh("carol", "person enable alice --reason was the wrong one");

        assertEquals(0, enabled.status, enabled::told);
        assertEquals(0, world.ssh("alice", "whoami").status);
    }

    @Test
    void refusesTheLastAdministratorAndOtherActs() {
        Channel last = world.ssh("carol", "person disable carol --reason bye");
        assertEquals(1, last.status);
        assertTrue(last.told().contains("'carol' is the last who administers"), last::told);

        Channel other = world.ssh("carol", "person promote alice --reason why not");
        assertEquals(2, other.status);
        assertTrue(other.told().contains("'promote' is nothing that is done to a person"), other::told);
        assertEquals(List.of(), world.live.done);
    }

    @Test
    void listsWhoIsGivenTheSameAgainAndAgain() {
        assertEquals("", world.ssh("carol", "proposals").printed());
        for (int request = 2; request <= 5; request++) {
            world.clock.advance(Duration.ofDays(1));
            world.ssh("alice", "request prod-db-1 --login postgres --reason again");
            world.ssh("bob", "approve r-" + request);
        }

        String list = world.ssh("carol", "proposals").printed();

        assertTrue(list.contains("alice"), list);
        assertTrue(list.contains("to-prod"), list);
        world.clock.advance(Duration.ofDays(31));
        assertEquals("", world.ssh("carol", "proposals").printed());
        assertTrue(world.ssh("carol", "proposals --all").printed().contains("alice"));
    }
}
