package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Duty;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** THREATS T6: one table command × duty, and another's thing answers as one that does not exist. */
class EachCommandNeedsItsDutyTest {
    @TempDir
    Path recordings;

    private World world;

    @BeforeEach
    void build() {
        world = new World(recordings);
        world.grant();
        world.ssh("alice", "request prod-web-1 --login deploy --reason second");
        world.session(1);
        world.live.open(1);
    }

    /** 0 done, 1 refused, 3 not found, for alice (owner), bob (reviews and approves), carol (administers), mallory. */
    @ParameterizedTest
    @CsvSource({
        "whoami, 0, 0, 0, 0",
        "targets, 0, 0, 0, 0",
        "requests, 0, 0, 0, 0",
        "approve r-2, 1, 0, 1, 3",
        "deny r-2 --reason no, 1, 0, 1, 3",
        "withdraw r-2, 0, 1, 1, 3",
        "grants, 0, 0, 0, 0",
        "extend g-1 --for 10m --reason more, 0, 1, 1, 3",
        "release g-1, 0, 1, 1, 3",
        "revoke g-1 --reason over, 1, 1, 0, 1",
        "sessions, 0, 0, 0, 0",
        "kill s-1 --reason over, 1, 1, 0, 1",
        "person disable mallory --reason has left, 1, 1, 0, 1",
        "person enable mallory --reason is back, 1, 1, 0, 1",
        "enrol prod-db-1, 1, 1, 0, 1",
        "target check prod-db-1, 1, 1, 0, 1",
        "target scan prod-db-1, 1, 1, 0, 1",
        "proposals, 1, 1, 0, 1",
        "recordings, 0, 0, 0, 0",
        "export s-1 --format json, 1, 1, 1, 1",
        "hold g-1 --reason a court asks, 1, 0, 0, 3",
        "hold s-1 --reason a court asks, 1, 0, 0, 3",
        "hold, 0, 0, 0, 0",
        "unhold g-1 --reason over, 1, 3, 3, 3",
        "report access, 1, 0, 0, 1",
        "report rules, 1, 1, 0, 1",
        "report people, 1, 1, 0, 1",
        "report nothing, 2, 2, 2, 2",
        "reviews, 1, 0, 1, 1",
        "review g-1, 1, 1, 1, 1",
        "review g-1 --verdict ok, 1, 1, 1, 1",
        "break-glass prod-web-1 --login deploy --reason down, 0, 3, 3, 3",
        "ssh-config, 0, 0, 0, 0",
        "help, 0, 0, 0, 0",
    })
    void exitsAsTheTableSays(String line, int alice, int bob, int carol, int mallory) {
        assertEquals(mallory, world.ssh("mallory", line).status, "mallory");
        if (carol != 0 || bob != 0) {
            assertEquals(carol, world.ssh("carol", line).status, "carol");
            assertEquals(bob, world.ssh("bob", line).status, "bob");
            assertEquals(alice, world.ssh("alice", line).status, "alice");
        } else {
            assertEquals(alice, world.ssh("alice", line).status, "alice");
            assertEquals(carol, world.ssh("carol", line).status, "carol");
            assertEquals(bob, world.ssh("bob", line).status, "bob");
        }
    }

    @ParameterizedTest
    @EnumSource(Verb.class)
    void refusesWhoeverLacksTheDuty(Verb verb) {
        Optional<Duty> needed = verb.needs().filter(duty -> duty != Duty.APPROVE);
        if (needed.isPresent()) {
            Channel refused = world.ssh("mallory", verb.word() + " 1 --reason a --format json");
            assertTrue(refused.status == 1 || refused.status == 2, refused::told);
            assertEquals("", refused.printed());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "withdraw r-%d, mallory",
        "extend g-%d --for 10m --reason more, mallory",
        "release g-%d, mallory",
        "approve r-%d, mallory",
        "deny r-%d --reason no, mallory",
        "export s-%d --format json, mallory",
        "revoke g-%d --reason no, mallory",
        "kill s-%d --reason no, mallory",
        "review g-%d, mallory",
        "hold g-%d --reason no, mallory",
        "hold s-%d --reason no, mallory",
        "unhold g-%d --reason no, mallory",
        "review g-%d --verdict ok, mallory",
    })
    void anothersThingAnswersAsOneThatDoesNotExist(String line, String person) {
        Channel foreign = world.ssh(person, line.formatted(1));
        Channel unknown = world.ssh(person, line.formatted(999));
        assertEquals(unknown.status, foreign.status);
        assertEquals(unknown.told().replace("999", "1"), foreign.told());
        assertEquals(unknown.printed(), foreign.printed());
    }

    @Test
    void showsOnlyOnesOwnWithoutDuty() {
        assertEquals("", world.ssh("mallory", "grants").printed());
        assertEquals("", world.ssh("mallory", "requests").printed());
        assertEquals("", world.ssh("mallory", "sessions").printed());
        assertEquals("", world.ssh("mallory", "recordings").printed());
        assertEquals("", world.ssh("bob", "grants").printed());
    }

    @Test
    void showsListsToAdministratorAndNoRecording() {
        assertTrue(world.ssh("carol", "grants").printed().contains("alice"));
        assertTrue(world.ssh("carol", "sessions").printed().contains("s-1"));
        assertTrue(world.ssh("carol", "recordings").printed().contains("missing"));
        assertEquals(1, world.ssh("carol", "export s-1 --format json").status);
    }
}
