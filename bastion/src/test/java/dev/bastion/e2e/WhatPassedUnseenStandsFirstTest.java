package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Noise past the limit of exec, then something harmless: the reviewer's list begins with the noise (THREATS T15). */
@NeedsDemo
class WhatPassedUnseenStandsFirstTest {
    private static final long SENT = 16_000_000;
    private static final String HOST = "postgres@prod-db-1";

    @Test
    void aReviewersListBeginsWithWhatWasNotKept(DemoWorld world) {
        world.grant("prod-db-1", "postgres", "45m");
        world.jump(HOST, "head -c " + SENT + " /dev/zero").run().done();
        world.jump(HOST, "true").run().done();
        world.until(() -> marked(world) > 0, "the session that moved sixteen megabytes is marked");

        List<Boolean> unrecorded = world.bastion("bob", "recordings")
                .done()
                .out()
                .lines()
                .skip(1)
                .map(line -> line.contains(" unrecorded "))
                .toList();
        assertTrue(unrecorded.getFirst());
        assertFalse(unrecorded.getLast());
        assertEquals(unrecorded.indexOf(false), unrecorded.lastIndexOf(true) + 1, "all that are marked come first");
    }

    /** How many sessions lost some of just these sixteen megabytes; other tests share the world and its lists. */
    private static long marked(DemoWorld world) {
        return StreamSupport.stream(
                        world.json("bob", "recordings").path("recordings").spliterator(), false)
                .filter(session -> session.path("target").asText().equals("prod-db-1"))
                .filter(session -> session.path("marks").toString().equals("[\"unrecorded\"]"))
                .filter(session -> session.path("unrecorded_bytes").asLong() < SENT)
                .filter(session -> session.path("unrecorded_bytes").asLong() > SENT - (12 << 20))
                .count();
    }
}
