package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.RetentionEvent;
import dev.bastion.policy.SessionEvent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldAndDeletedRecordingsShowAsSuchTest {
    @TempDir
    Path recordings;

    private World world;

    @BeforeEach
    void worked() {
        world = new World(recordings);
        world.grant();
        world.session(1);
        world.journal.append(
                List.of(new SessionEvent.SessionEnded(1, "client_left", "ab", 0, 0, false, world.clock.instant())));
    }

    private void deleted() {
        world.ssh("alice", "release g-1");
        world.settle();
        assertEquals(0, world.ssh("bob", "review g-1 --verdict ok").status);
        world.journal.append(
                List.of(new RetentionEvent.RecordingDeleted(1, "pci", "cd", List.of(), world.clock.instant())));
    }

    @Test
    void aHoldIsPlacedShownAndLifted() {
        Channel held = world.ssh("bob", "hold s-1 --reason a court asks for it");
        assertEquals(0, held.status, held::told);
        assertEquals("s-1\n", held.printed());
        assertTrue(held.told().contains("s-1 is held: nothing of it is deleted until the hold is lifted"), held::told);
        assertTrue(world.ssh("bob", "recordings").printed().contains("held"));
        assertTrue(world.ssh("carol", "hold").printed().contains("a court asks for it"));
        assertEquals("", world.ssh("mallory", "hold").printed());

        Channel lifted = world.ssh("carol", "unhold s-1 --reason the court has it");

        assertEquals(0, lifted.status, lifted::told);
        assertEquals("", world.ssh("bob", "hold").printed());
        assertEquals(3, world.ssh("bob", "unhold s-1 --reason again").status);
    }

    @Test
    void aHeldGrantIsMarkedInTheListAndHoldsItsSessions() {
        world.ssh("carol", "hold g-1 --reason a court asks for it");

        assertTrue(world.ssh("carol", "grants").printed().contains("held"));
        assertTrue(world.ssh("carol", "grants --json").printed().contains("\"held\":true"));
        assertTrue(world.ssh("bob", "recordings --json").printed().contains("\"held\":true"));
    }

    @Test
    void whatIsTypedWronglyIsSaid() {
        assertEquals(2, world.ssh("bob", "hold r-1 --reason x").status);
        assertEquals(2, world.ssh("bob", "unhold s-1").status);
        assertEquals(1, world.ssh("bob", "hold s-1").status, "without a reason");
        assertEquals(3, world.ssh("bob", "hold s-99 --reason x").status);
    }

    @Test
    void aDeletedRecordingIsNotCalledMissing() {
        deleted();

        Channel list = world.ssh("bob", "recordings");
        assertTrue(list.printed().contains("deleted"), list::printed);
        assertTrue(!list.printed().contains("missing"), list::printed);
        Channel json = world.ssh("bob", "recordings --json");
        assertTrue(json.printed().contains("\"retention\":\"pci\",\"sums_sha256\":\"cd\""), json::printed);
    }

    @Test
    void nobodyReplaysWhatIsDeletedAndItIsSaidWhy() {
        deleted();
        int before = world.journal.events().size();

        Channel export = world.ssh("bob", "export s-1 --format json");
        assertEquals(1, export.status, export::told);
        assertTrue(export.told().contains("the recording of s-1 was deleted under retention at "), export::told);
        assertTrue(export.told().contains("class 'pci'"), export::told);
        Channel replay = Channel.withTerminal(80, 24);
        assertEquals(1, world.commands.run(world.caller("bob"), "replay s-1", replay));
        assertTrue(replay.told().contains("was deleted under retention"), replay::told);
        assertEquals(before, world.journal.events().size(), "nothing was read, and so nothing is written");
    }

    @Test
    void theReviewOfADeletedRecordingSaysSo() {
        deleted();

        assertTrue(world.ssh("bob", "review g-1").printed().contains("deleted"));
    }
}
