package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bastion.policy.SessionEvent;
import dev.bastion.recorder.Counters;
import dev.bastion.recorder.Recorder;
import dev.bastion.recorder.RecorderSettings;
import dev.bastion.recorder.SessionFacts;
import dev.bastion.recorder.SessionRecording;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reviewer sees at once where bytes passed unrecorded or much input was withheld (THREATS T14, T15). */
class WhatPassedUnseenIsMarkedTest {
    @TempDir
    Path recordings;

    private World world;

    @BeforeEach
    void build() {
        world = new World(recordings);
        world.grant();
    }

    private void ended(long id, long unrecordedBytes, int withheldLines) {
        world.session(id);
        world.journal.append(List.of(new SessionEvent.SessionEnded(
                id, "client-left", "ab".repeat(32), unrecordedBytes, withheldLines, false, world.clock.instant())));
    }

    private static List<String> ids(Channel listed, String list) {
        return StreamSupport.stream(listed.json().get(list).spliterator(), false)
                .map(session -> session.get("id").asText())
                .toList();
    }

    private static String line(Channel listed, String id) {
        return listed.printed()
                .lines()
                .filter(line -> line.startsWith(id + " "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void showsReviewersFirstWhatPassedUnrecorded() {
        ended(1, 0, 0);
        ended(2, 0, 11);
        ended(3, 5 << 20, 0);
        ended(4, 0, 0);
        assertEquals(List.of("s-3", "s-1", "s-2", "s-4"), ids(world.ssh("bob", "recordings --json"), "recordings"));
        List<String> lines =
                world.ssh("bob", "recordings").printed().lines().skip(1).toList();
        assertTrue(lines.getFirst().startsWith("s-3 "), lines::toString);
        assertTrue(lines.getFirst().contains("5.0 MiB unrecorded"), lines::toString);
    }

    @Test
    void leavesTheOrderToThoseWhoDoNotReview() {
        ended(1, 0, 0);
        ended(2, 1, 0);
        assertEquals(List.of("s-1", "s-2"), ids(world.ssh("carol", "recordings --json"), "recordings"));
        assertEquals(List.of("s-1", "s-2"), ids(world.ssh("alice", "recordings --json"), "recordings"));
    }

    @Test
    void marksMoreThanTenWithheldLines() {
        ended(1, 0, 10);
        ended(2, 0, 11);
        ended(3, 1, 12);
        Channel listed = world.ssh("bob", "recordings");
        assertFalse(line(listed, "s-1").contains("withheld"), listed::printed);
        assertTrue(line(listed, "s-2").contains("11 lines withheld"), listed::printed);
        assertTrue(line(listed, "s-3").contains("1 B unrecorded, 12 lines withheld"), listed::printed);
        JsonNode json = world.ssh("bob", "recordings --json").json().get("recordings");
        assertEquals("[\"unrecorded\",\"withholds_much\"]", json.at("/0/marks").toString());
        assertEquals("[]", json.at("/1/marks").toString());
        assertEquals("[\"withholds_much\"]", json.at("/2/marks").toString());
    }

    @Test
    void cannotBeHiddenBehindFiftyOthers() {
        ended(1, 1, 0);
        LongStream.rangeClosed(2, 60).forEach(id -> ended(id, 0, 0));
        List<String> shown = ids(world.ssh("bob", "recordings --json"), "recordings");
        assertEquals(51, shown.size());
        assertEquals(List.of("s-1", "s-11"), shown.subList(0, 2));
    }

    @Test
    void marksWhatStillLives() {
        world.session(1);
        world.session(2);
        world.live.open(1);
        world.live.open(2, new Counters(0, 0, 0, 2_048, 11, Map.of()));
        Channel live = world.ssh("bob", "sessions");
        assertTrue(line(live, "s-2").contains("2.0 KiB unrecorded, 11 lines withheld"), live::printed);
        assertEquals(List.of("s-2", "s-1"), ids(world.ssh("bob", "sessions --json"), "sessions"));
        assertEquals(List.of("s-1", "s-2"), ids(world.ssh("carol", "sessions --json"), "sessions"));
        assertEquals(List.of("s-2", "s-1"), ids(world.ssh("bob", "recordings --json"), "recordings"));
        JsonNode json = world.ssh("bob", "sessions --json").json().at("/sessions/0");
        assertEquals(2_048, json.get("unrecorded_bytes").asLong());
        assertEquals(11, json.get("withheld_lines").asInt());
        assertEquals("[\"unrecorded\",\"withholds_much\"]", json.get("marks").toString());
    }

    @Test
    void isToldBeforeTheReplay() throws Exception {
        record();
        ended(1, 4_096, 20);
        Channel channel = Channel.withTerminal(80, 24);
        assertEquals(0, world.commands.run(world.caller("bob"), "replay s-1 --speed 50", channel), channel::told);
        assertTrue(channel.told().contains("s-1: 4.0 KiB unrecorded"), channel::told);
        assertTrue(channel.told().contains("s-1: 20 lines withheld"), channel::told);
        assertTrue(world.ssh("bob", "export s-1 --format text").told().contains("s-1: 4.0 KiB unrecorded"));
        JsonNode json = world.ssh("bob", "replay s-1 --json").json();
        assertEquals(
                "[\"unrecorded\",\"withholds_much\"]",
                json.at("/recording/marks").toString());
    }

    private void record() throws Exception {
        try (Recorder recorder = new Recorder(RecorderSettings.at(recordings).withReserve(0), world.clock)) {
            SessionRecording session = recorder.open(
                            new SessionFacts(
                                    1, 1, "alice", "prod-db-1", "postgres", "192.0.2.1", World.BEGIN, Map.of()),
                            failure -> {})
                    .toCompletableFuture()
                    .get();
            byte[] bytes = "hello\r\n".getBytes(StandardCharsets.UTF_8);
            var terminal = session.terminal(0, 80, 24, "xterm", "")
                    .toCompletableFuture()
                    .get();
            terminal.output(bytes, 0, bytes.length);
            terminal.close().toCompletableFuture().get();
            session.seal("client-left").toCompletableFuture().get();
        }
    }
}
