package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SessionForm;
import dev.bastion.recorder.Recorder;
import dev.bastion.recorder.RecorderSettings;
import dev.bastion.recorder.SessionFacts;
import dev.bastion.recorder.SessionRecording;
import dev.bastion.recorder.StreamLimit;
import dev.bastion.recorder.TransferLine;
import dev.bastion.recorder.TransferPath;
import dev.bastion.recorder.TransferRecording;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reviewer finds what has ended, sees it beside what it was given for, and signs it off. */
class WhatWasDoneIsLaidBesideWhatWasAskedTest {
    @TempDir
    Path recordings;

    private World world;

    @BeforeEach
    void build() {
        world = new World(recordings);
    }

    /** A grant of alice's on prod-db-1, approved by bob. */
    private long granted(long request) {
        world.ssh("alice", "request prod-db-1 --login postgres --for 45m --reason disk is full --ticket INC-7");
        world.ssh("bob", "approve r-" + request);
        return request;
    }

    private void session(long id, long grant, long unrecorded, int withheld) {
        session(id, grant, unrecorded, withheld, Optional.empty());
    }

    private void session(long id, long grant, long unrecorded, int withheld, Optional<Map<String, Long>> masked) {
        world.journal.append(List.of(new SessionEvent.SessionOpened(
                id,
                grant,
                "alice",
                "prod-db-1",
                "postgres",
                "192.0.2.1:50000",
                SessionForm.JUMP,
                world.clock.instant())));
        world.clock.advance(Duration.ofSeconds(90));
        world.journal.append(List.of(new SessionEvent.SessionEnded(
                id, "client-left", "ab".repeat(32), unrecorded, withheld, masked, false, world.clock.instant())));
    }

    private void over(long grant) {
        world.ssh("alice", "release g-" + grant);
        world.settle();
    }

    private static List<String> order(Channel listed) {
        return StreamSupport.stream(listed.json().get("reviews").spliterator(), false)
                .map(review -> review.get("grant").asText())
                .toList();
    }

    private void record(long id, long grant) throws Exception {
        try (Recorder recorder = new Recorder(RecorderSettings.at(recordings).withReserve(0), world.clock)) {
            SessionRecording session = recorder.open(
                            new SessionFacts(
                                    id, grant, "alice", "prod-db-1", "postgres", "192.0.2.1", World.BEGIN, Map.of()),
                            failure -> {})
                    .toCompletableFuture()
                    .get();
            session.streams(
                            0,
                            "du -sh /var\u001b[2J".getBytes(StandardCharsets.UTF_8),
                            new StreamLimit(1_000, StreamLimit.PastLimit.DIGEST))
                    .toCompletableFuture()
                    .get()
                    .close()
                    .toCompletableFuture()
                    .get();
            TransferRecording transfers =
                    session.transfers(1, "sftp").toCompletableFuture().get();
            transfers.line(
                    TransferLine.of("file", TransferPath.of("/tmp/x".getBytes(StandardCharsets.UTF_8)), World.BEGIN)
                            .direction("download")
                            .bytes(2_048, 0)
                            .ended("ok", World.BEGIN));
            transfers.close().toCompletableFuture().get();
            session.note("channel-refused", Map.of("type", "x11"));
            session.seal("client-left").toCompletableFuture().get();
        }
    }

    @Test
    void putsTheUrgentBeforeTheOld() {
        granted(1);
        session(1, 1, 0, 0);
        over(1);
        granted(2);
        session(2, 2, 4_096, 0);
        over(2);
        world.ssh("alice", "break-glass prod-db-1 --login postgres --for 5m --reason the site is down");
        over(3);
        assertEquals(List.of("g-3", "g-2", "g-1"), order(world.ssh("bob", "reviews --json")));

        world.clock.advance(Duration.ofHours(24));
        world.ssh("alice", "break-glass prod-db-1 --login postgres --for 5m --reason again");
        world.settle();
        assertEquals(List.of("g-3", "g-2", "g-1"), order(world.ssh("bob", "reviews --json")));
        JsonNode first = world.ssh("bob", "reviews --json").json().at("/reviews/0");
        assertTrue(first.get("overdue").asBoolean());
        assertEquals("[\"overdue\",\"break-glass\"]", first.get("marks").toString());
        assertEquals(3, world.ssh("bob", "--json").json().get("reviews").size());
    }

    @Test
    void countsWhatWasMaskedOverAllSessions() {
        granted(1);
        session(1, 1, 0, 0, Optional.of(Map.of("pan", 1L)));
        over(1);
        Channel listed = world.ssh("bob", "reviews");
        assertTrue(listed.printed().contains(", 1 card number masked"), listed::printed);
        granted(2);
        session(2, 2, 0, 0, Optional.of(Map.of("pan", 1L, "password", 2L)));
        session(3, 2, 0, 0, Optional.of(Map.of("pan", 1L, "retina", 4L)));
        over(2);
        String line = world.ssh("bob", "reviews")
                .printed()
                .lines()
                .skip(2)
                .findFirst()
                .orElseThrow();
        assertTrue(line.contains(", 2 card numbers, 2 passwords, 4 retina masked"), line);
        Channel recordings = world.ssh("bob", "recordings");
        assertTrue(recordings.printed().contains("1 card number, 2 passwords masked"), recordings::printed);
        JsonNode json = world.ssh("bob", "recordings --json").json().at("/recordings/1");
        assertEquals("{\"pan\":1,\"password\":2}", json.get("masked").toString());
        assertEquals("[]", json.get("marks").toString());
    }

    @Test
    void showsReasonAndDeedsInOneLine() throws Exception {
        granted(1);
        record(1, 1);
        session(1, 1, 0, 11);
        over(1);
        Channel listed = world.ssh("bob", "reviews");
        String line = listed.printed().lines().skip(1).findFirst().orElseThrow();
        assertTrue(line.startsWith("g-1  alice   postgres  prod-db-1"), listed::printed);
        assertTrue(line.contains("11 lines withheld"), listed::printed);
        assertTrue(line.contains("1 session of 1m30s, 1 command, 1 file, 1 refusal"), listed::printed);
        assertTrue(listed.told().contains("hint: ssh bastion review g-1"), listed::told);
        JsonNode review = world.ssh("bob", "reviews --json").json().at("/reviews/0");
        assertEquals("disk is full", review.at("/asked/reason").asText());
        assertEquals("INC-7", review.at("/asked/ticket").asText());
        assertEquals("[\"shell\",\"exec\"]", review.at("/asked/permits").toString());
        assertEquals(1, review.at("/done/sessions/0/commands").asInt());
        assertEquals(90, review.at("/done/sessions/0/seconds").asInt());
        assertTrue(
                review.at("/done/sessions/0/ran").isMissingNode(),
                "what was run is shown where its reading is written");
    }

    @Test
    void showsOneInFullAndWritesThatItWasRead() throws Exception {
        granted(1);
        record(1, 1);
        session(1, 1, 0, 0);
        over(1);

        Channel shown = world.ssh("bob", "review g-1");

        assertEquals(0, shown.status, shown::told);
        for (String text : List.of(
                "g-1, alice, postgres on prod-db-1",
                "review due at 2026-11-21 13:01 UTC",
                "reason: disk is full",
                "ticket: INC-7",
                "permits: shell, exec",
                "approved by: bob",
                "g-1 ended: released by alice",
                "du -sh /var\\u001b[2J",
                "file download /tmp/x, 2.0 KiB, ok",
                "channel-refused type=x11")) {
            assertTrue(shown.printed().contains(text), text + " is not in " + shown.printed());
        }
        assertTrue(shown.told().contains("ssh -t bastion replay s-1"), shown::told);
        assertTrue(shown.told().contains("ssh bastion review g-1 --verdict ok"), shown::told);
        assertTrue(world.journal
                .events()
                .contains(new SessionEvent.RecordingRead(1, "bob", "review", world.clock.instant())));
        JsonNode json = world.ssh("bob", "review g-1 --json").json();
        assertEquals("du -sh /var\u001b[2J", json.at("/done/sessions/0/ran/0").asText());
        assertEquals("/tmp/x", json.at("/done/sessions/0/moved/0/path").asText());
    }

    @Test
    void hidesNothingBehindARecordingThatCannotBeRead() throws Exception {
        granted(1);
        record(1, 1);
        session(1, 1, 0, 0);
        session(2, 1, 0, 0);
        over(1);
        Files.delete(recordings.resolve("2026/11/20/s-1/events.jsonl"));

        Channel listed = world.ssh("bob", "reviews");

        assertEquals(0, listed.status, listed::told);
        assertTrue(
                listed.printed().contains("2 sessions of 3m, 1 recording missing, 1 recording unreadable"),
                listed::printed);
        JsonNode sessions = world.ssh("bob", "review g-1 --json").json().at("/done/sessions");
        assertEquals("unreadable", sessions.at("/0/recording").asText());
        assertEquals("missing", sessions.at("/1/recording").asText());
    }

    @Test
    void saysOfWhatWasNotUsedThatItWasNot() {
        granted(1);
        over(1);
        assertTrue(world.ssh("bob", "reviews").printed().contains("unused"));
        assertTrue(world.ssh("bob", "review g-1").printed().contains("it was not used"));
    }

    @Test
    void isSignedOffOnceByAReviewer() {
        granted(1);
        over(1);
        assertEquals(1, world.ssh("alice", "review g-1 --verdict ok").status);
        assertEquals(1, world.ssh("carol", "review g-1 --verdict ok").status);
        assertEquals(2, world.ssh("bob", "review g-1 --verdict fine").status);
        assertEquals(2, world.ssh("bob", "review g-1 --note fine").status);
        assertEquals(1, world.ssh("bob", "review g-1 --verdict deviation").status);

        Channel signed = world.ssh("bob", "review g-1 --verdict ok --note as asked");

        assertEquals(0, signed.status, signed::told);
        assertEquals("g-1\n", signed.printed());
        assertTrue(signed.told().contains("g-1 is reviewed: ok"), signed::told);
        Channel again = world.ssh("bob", "review g-1 --verdict ok");
        assertEquals(1, again.status);
        assertTrue(again.told().contains("g-1 was reviewed by bob at 13:00 UTC: ok, as asked"), again::told);
        assertEquals("", world.ssh("bob", "reviews").printed());
        assertTrue(world.ssh("bob", "review g-1").printed().contains("g-1 was reviewed by bob"));
        assertEquals(
                "ok",
                world.ssh("alice", "grants --all --json")
                        .json()
                        .at("/grants/0/review_verdict")
                        .asText());
    }

    @Test
    void opensAnIncidentForADeviation() {
        granted(1);
        over(1);

        Channel signed = world.ssh("bob", "review g-1 --verdict deviation --note it read another table");

        assertEquals(0, signed.status, signed::told);
        assertTrue(signed.told().contains("g-1 is reviewed: deviation, and incident i-1 is open"), signed::told);
        JsonNode review = world.ssh("bob", "review g-1 --json").json().get("review");
        assertEquals("i-1", review.get("incident").asText());
        assertEquals("it read another table", review.get("note").asText());
    }

    @Test
    void marksAnEmergencyInEveryList() {
        Channel broken =
                world.ssh("alice", "break-glass prod-db-1 --login postgres --for 10m --reason the site is down");
        assertEquals(0, broken.status, broken::told);
        assertEquals("g-1\n", broken.printed());
        assertTrue(broken.told().contains("it is marked as break-glass"), broken::told);
        assertTrue(world.ssh("alice", "requests").printed().contains("break-glass g-1"));
        assertTrue(broken.told().contains("hint: " + CertCommand.HINT), broken::told);
        world.session(1);
        world.live.open(1);

        for (String line : List.of("grants", "sessions", "recordings", "", "whoami")) {
            assertTrue(world.ssh("alice", line).printed().contains("break-glass"), line);
        }
        assertTrue(world.ssh("alice", "grants --json")
                .json()
                .at("/grants/0/break_glass")
                .asBoolean());
        assertEquals(
                "[\"break_glass\"]",
                world.ssh("bob", "sessions --json")
                        .json()
                        .at("/sessions/0/marks")
                        .toString());
        assertEquals(
                "[\"break_glass\"]",
                world.ssh("bob", "recordings --json")
                        .json()
                        .at("/recordings/0/marks")
                        .toString());
        assertEquals(
                "[\"g-1\"]",
                world.ssh("alice", "whoami --json").json().get("break_glass").toString());
    }

    @Test
    void refusesAnotherEmergencyWhileOneIsOverdue() {
        world.ssh("alice", "break-glass prod-db-1 --login postgres --for 10m --reason the site is down");
        over(1);
        world.clock.advance(Duration.ofHours(5));

        Channel refused = world.ssh("alice", "break-glass prod-db-1 --login postgres --reason down again");

        assertEquals(1, refused.status);
        assertTrue(
                refused.told().contains("the review of g-1 was due at 17:00 UTC, and the glass stays whole"),
                refused::told);
        assertTrue(world.ssh("alice", "whoami").printed().contains("of yours overdue for review: g-1"));
        assertFalse(world.ssh("bob", "whoami").printed().contains("overdue"));
    }

    @Test
    void needsAReasonForAnEmergency() {
        assertEquals(2, world.ssh("alice", "break-glass prod-db-1 --login postgres").status);
        assertEquals(2, world.ssh("alice", "break-glass prod-db-1 --login postgres --reason").status);
    }

    @Test
    void isNotSaidToBeOwedByNobodyInTheMomentOfTheEnd() {
        World fresh = new World(recordings);
        fresh.grant();
        fresh.ssh("alice", "release g-1");

        Channel early = fresh.ssh("bob", "review g-1");

        assertEquals(1, early.status);
        assertTrue(early.told().contains("g-1 has ended this moment\nhint: try again in a moment"), early.told());
    }
}
