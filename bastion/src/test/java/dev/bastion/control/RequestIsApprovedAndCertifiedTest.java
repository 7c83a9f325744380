package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bastion.certs.Certificate;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.CertificateEvent;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestIsApprovedAndCertifiedTest {
    @TempDir
    Path recordings;

    private World world;

    @BeforeEach
    void build() {
        world = new World(recordings);
    }

    @Test
    void answersWithIdAloneAndSaysTheRestBesideIt() {
        Channel asked = world.ssh("alice", "request prod-db-1 --login postgres --for 45m --reason disk is full");
        assertEquals(0, asked.status, asked::told);
        assertEquals("r-1\n", asked.printed());
        assertFalse(asked.told().isBlank());
        Channel approved = world.ssh("bob", "approve r-1");
        assertEquals(0, approved.status, approved::told);
        assertEquals("g-1\n", approved.printed());
    }

    @Test
    void nobodyApprovesTheirOwn() {
        world.ssh("alice", "request prod-db-1 --login postgres --for 45m --reason disk is full");
        Channel own = world.ssh("alice", "approve r-1");
        assertEquals(1, own.status);
        assertEquals("", own.printed());
    }

    @Test
    void printsCertificateAloneForTheProvenKey() throws Exception {
        world.grant();
        Channel cert = world.ssh("alice", "cert");
        assertEquals(0, cert.status, cert::told);
        assertEquals(1, cert.printed().lines().count());
        String[] words = cert.printed().split(" ", 3);
        assertEquals("ssh-ed25519-cert-v01@openssh.com", words[0]);
        Certificate certificate = Certificate.parse(Base64.getDecoder().decode(words[1]));
        assertEquals(List.of("alice"), certificate.principals());
        assertEquals(world.keys.get("alice").sshKey(), certificate.subject());
        assertEquals(world.access.publicKey(), certificate.authority());
        assertEquals(World.BEGIN.plusSeconds(2_700), certificate.validBefore());
    }

    @Test
    void writesIntentBeforeAndOutcomeAfterTheSignature() {
        world.grant();
        world.ssh("alice", "cert");
        List<AccessEvent> events = world.journal.events();
        List<AccessEvent> last = events.subList(events.size() - 2, events.size());
        CertificateEvent.CertificateSigning signing = (CertificateEvent.CertificateSigning) last.getFirst();
        CertificateEvent.CertificateSigned signed = (CertificateEvent.CertificateSigned) last.getLast();
        assertEquals(signing.serial(), signed.serial());
        assertEquals(List.of(1L), signing.grants());
        assertTrue(world.journal
                .state()
                .certificate(signed.serial())
                .orElseThrow()
                .base64()
                .isPresent());
    }

    @Test
    void givesNoCertificateWithoutGrant() {
        Channel cert = world.ssh("alice", "cert");
        assertEquals(1, cert.status);
        assertEquals("", cert.printed());
        assertTrue(cert.told().contains("you have no live grant\nhint: "), cert::told);
    }

    @Test
    void listsForPeople() {
        world.grant();
        Channel grants = world.ssh("alice", "grants");
        assertEquals(
                """
                ID   PERSON  TARGETS    LOGIN     STATE  ENDS                PERMITS
                g-1  alice   prod-db-1  postgres  live   13:45 UTC, in 45m   shell,exec
                """.replace("in 45m   ", "in 45m  ")
                        .replace("ENDS                PERMITS", "ENDS               PERMITS"),
                grants.printed());
        assertTrue(world.ssh("alice", "targets").printed().contains("until 13:45 UTC, in 45m"));
        assertTrue(world.ssh("alice", "requests").printed().contains("approved g-1"));
    }

    @Test
    void listsForPrograms() {
        world.grant();
        JsonNode grant =
                world.ssh("alice", "grants --json").json().get("grants").get(0);
        assertEquals("g-1", grant.get("id").asText());
        assertEquals("live", grant.get("state").asText());
        assertEquals("2026-11-20T13:45:00Z", grant.get("end").asText());
        assertEquals(2_700, grant.get("length").asInt());
        assertEquals(2_700, grant.get("seconds_left").asInt());
        JsonNode request =
                world.ssh("alice", "requests --json").json().get("requests").get(0);
        assertEquals("disk is full", request.get("reason").asText());
        assertEquals("approved", request.get("state").asText());
    }

    @Test
    void showsWhatWaitsToWhoeverMayDecide() {
        world.ssh("alice", "request db1 prod-web-1 --login deploy --for 45m --reason disk is full");
        assertTrue(world.ssh("bob", "requests --pending").printed().contains("disk is full"));
        assertTrue(world.ssh("bob", "").printed().contains("waiting for your answer"));
        assertEquals("", world.ssh("mallory", "requests --pending").printed());
        world.ssh("bob", "deny r-1 --reason it's not urgent");
        assertEquals("", world.ssh("bob", "requests --pending").printed());
        assertTrue(world.ssh("alice", "requests").printed().contains("denied by bob"));
    }

    @Test
    void showsLapsedRequestAsLapsed() {
        world.ssh("alice", "request prod-db-1 --login postgres --reason disk is full");
        world.clock.advance(java.time.Duration.ofHours(2));
        assertTrue(world.ssh("alice", "requests").printed().contains("lapsed"));
        assertEquals("", world.ssh("bob", "requests --pending").printed());
    }

    @Test
    void extendsWithTheSameApprovals() {
        world.grant();
        Channel extend = world.ssh("alice", "extend g-1 --for 30m --reason not done yet");
        assertEquals(0, extend.status, extend::told);
        assertEquals("r-2\n", extend.printed());
        assertEquals(0, world.ssh("bob", "approve r-2").status);
        assertEquals(
                "2026-11-20T14:15:00Z",
                world.ssh("alice", "grants --json")
                        .json()
                        .get("grants")
                        .get(0)
                        .get("end")
                        .asText());
    }
}
