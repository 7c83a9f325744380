package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhatTakesAwayWaitsForNoLedgerTest {
    @TempDir
    Path recordings;

    private World world;

    @BeforeEach
    void build() {
        world = new World(recordings);
        world.grant();
        world.live.open(1);
        world.journal.accepting(false);
    }

    @Test
    void revokesAtOnceWhileTheLedgerIsFull() {
        Channel revoked = world.ssh("carol", "revoke g-1 --reason the incident is over");
        assertEquals(0, revoked.status, revoked::told);
        assertEquals(List.of("revoked g-1 by carol: the incident is over"), world.live.done);
        assertTrue(revoked.told().contains("told later"), revoked::told);
    }

    @Test
    void releasesAtOnceWhileTheLedgerIsFull() {
        assertEquals(0, world.ssh("alice", "release g-1").status);
        assertEquals(1, world.live.done.size());
    }

    @Test
    void killsAtOnceWhileTheLedgerIsFull() {
        Channel killed = world.ssh("carol", "kill s-1 --reason it's late");
        assertEquals(0, killed.status, killed::told);
        assertEquals(List.of("kill s-1 by carol: it's late"), world.live.done);
    }

    @Test
    void givesNothingWhileTheLedgerIsFull() {
        Channel asked = world.ssh("alice", "request prod-web-1 --login deploy --reason more");
        assertEquals(5, asked.status);
        assertTrue(asked.told().contains("nothing was changed"), asked::told);
        assertEquals("", asked.printed());
        assertEquals(5, world.ssh("alice", "cert").status);
    }

    @Test
    void revokesNothingTwice() {
        world.journal.accepting(true);
        assertEquals(0, world.ssh("carol", "revoke g-1 --reason over").status);
        assertEquals(1, world.ssh("carol", "revoke g-1 --reason over").status);
        assertEquals(1, world.live.done.size());
    }
}
