package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From breaking the glass to the signature, with stock ssh: marked all the way, and signed by somebody else. */
@NeedsDemo
class AnEmergencyIsReviewedByOthersTest {
    private static final String TARGET = "prod-review-1";
    private static final String HOST = "postgres@" + TARGET;
    private static DemoWorld world;

    @BeforeAll
    static void addAHost(DemoWorld demo) {
        world = demo;
        world.addHost(TARGET);
    }

    private static Ran breakGlass(String length) {
        return world.bastion(
                "alice", "break-glass", TARGET, "--login", "postgres", "--for", length, "--reason", "the site is down");
    }

    private static boolean waits(String grant) {
        return StreamSupport.stream(
                        world.json("bob", "reviews", "--all").get("reviews").spliterator(), false)
                .anyMatch(review -> review.get("grant").asText().equals(grant));
    }

    /** Waits until the bastion has written that the grant owes its review, and that nothing of it runs any more. */
    private static void ended(String grant) {
        world.bastion("alice", "release", grant).done();
        world.until(() -> waits(grant), grant + " waits for its review");
    }

    /** How lists mark the sessions under that grant. */
    private static List<String> marks(String grant) {
        return StreamSupport.stream(
                        world.json("bob", "recordings", "--target", TARGET)
                                .get("recordings")
                                .spliterator(),
                        false)
                .filter(session -> session.get("grant").asText().equals(grant))
                .map(session -> session.get("marks").toString())
                .toList();
    }

    private static Ran signed(String person, String grant, String verdict, String... note) {
        List<String> words = new ArrayList<>(List.of("review", grant, "--verdict", verdict));
        if (note.length > 0) {
            words.add("--note");
            words.addAll(List.of(note));
        }
        return world.bastion(person, words.toArray(String[]::new));
    }

    @Test
    void fromTheGlassToTheSignature() {
        Ran tooLong = breakGlass("31m");
        assertEquals(1, tooLong.status(), tooLong::toString);
        String grant = OwnBastion.id("g", breakGlass("10m").done().out());
        Ran twice = breakGlass("10m");
        assertEquals(1, twice.status(), twice::toString);
        world.renewCertificate();
        Ran listed = Command.of(
                        List.of("ssh-keygen", "-L", "-f", world.certificate().toString()))
                .run();
        assertTrue(listed.out().contains("break-glass=" + grant), listed::toString);

        Ran command = world.jump(HOST, "hostname; echo tried").run();
        assertEquals(TARGET + "\ntried\n", command.out(), command::toString);
        assertTrue(world.bastion("alice", "grants").out().contains("break-glass"));
        assertEquals(List.of("[\"break_glass\"]"), marks(grant));
        Ran early = signed("bob", grant, "ok");
        assertEquals(1, early.status(), early::toString);
        assertTrue(early.err().contains("has not ended"), early::toString);

        ended(grant);
        assertNotEquals(0, world.jump(HOST, "true").run().status());
        Ran own = signed("alice", grant, "ok");
        assertEquals(1, own.status(), own::toString);
        Ran administrator = signed("carol", grant, "ok");
        assertEquals(1, administrator.status(), administrator::toString);
        Ran shown = world.bastion("bob", "review", grant).done();
        assertTrue(shown.out().contains("reason: the site is down"), shown::toString);
        assertTrue(shown.out().contains("approved by: nobody"), shown::toString);
        assertTrue(shown.out().contains("hostname; echo tried"), shown::toString);

        Ran done = signed("bob", grant, "ok", "as", "it's", "said").done();
        assertTrue(done.err().contains(grant + " is reviewed: ok"), done::toString);
        assertFalse(waits(grant));
        Ran again = signed("bob", grant, "ok");
        assertEquals(1, again.status(), again::toString);
        assertTrue(again.err().contains("was reviewed by bob"), again::toString);
    }

    @Test
    void aDeviationOpensAnIncident() {
        String grant = world.grant(TARGET, "postgres", "5m");
        world.jump(HOST, "cat /etc/passwd").run().done();
        ended(grant);
        Ran bare = signed("bob", grant, "deviation");
        assertEquals(1, bare.status(), bare::toString);

        Ran found = signed("bob", grant, "deviation", "nobody", "asked", "for", "that")
                .done();

        String incident = OwnBastion.id("i", found.err());
        JsonNode review = world.json("bob", "review", grant).get("review");
        assertEquals(incident, review.get("incident").asText());
        assertEquals("nobody asked for that", review.get("note").asText());
    }
}
