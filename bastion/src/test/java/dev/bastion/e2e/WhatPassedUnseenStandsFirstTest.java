package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Noise past the limit of exec, then something harmless: the reviewer's list begins with the noise (THREATS T15). */
@NeedsDemo
class WhatPassedUnseenStandsFirstTest {
    private static final String HOST = "postgres@prod-db-1";

    @Test
    void aReviewersListBeginsWithWhatWasNotKept(DemoWorld world) {
        world.grant("prod-db-1", "postgres", "45m");
        world.jump(HOST, "head -c 16000000 /dev/zero").run().done();
        world.jump(HOST, "true").run().done();
        world.until(() -> !first(world).path("marks").isEmpty(), "the session that moved sixteen megabytes is marked");
        assertEquals("[\"unrecorded\"]", first(world).path("marks").toString());
        assertTrue(first(world).path("unrecorded_bytes").asLong() > 0);
        String listed = world.bastion("bob", "recordings").done().out();
        String line = listed.lines().skip(1).findFirst().orElseThrow();
        assertTrue(line.matches("s-\\d+ .* MiB unrecorded .*"), listed);
    }

    private static JsonNode first(DemoWorld world) {
        return world.json("bob", "recordings").path("recordings").path(0);
    }
}
