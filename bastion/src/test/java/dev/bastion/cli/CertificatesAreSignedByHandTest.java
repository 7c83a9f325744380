package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Certificate;
import dev.bastion.policy.CertificateEvent.HostCertificateSigning;
import dev.bastion.policy.Decision;
import dev.bastion.policy.Grant;
import dev.bastion.policy.HostCertificate;
import dev.bastion.policy.IssuedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesAreSignedByHandTest {
    private static final String ME = System.getProperty("user.name") + " on the server";

    @TempDir
    Path directory;

    private CertificateHouse house;

    @BeforeEach
    void make() throws IOException {
        house = CertificateHouse.make(directory);
    }

    // ---- for people

    @Test
    void aPersonsUnderALiveGrantAsTheyWouldFetchIt() throws IOException {
        house.grantAlice();

        Run run = house.ca("issue", "alice");

        assertEquals(0, run.status(), run::toString);
        Certificate certificate = CertificateHouse.certificate(run.out().strip());
        assertEquals(List.of("alice"), certificate.principals());
        Run inspected = house.inspect(run.out());
        assertEquals(0, inspected.status(), inspected::toString);
        assertTrue(inspected.out().contains("this bastion would accept it now, from 'alice'"), inspected::out);
        assertTrue(inspected.out().contains("for 'alice' under g-1, by hand by " + ME), inspected::out);
        try (ServerDesk server = house.open()) {
            IssuedCertificate known =
                    server.state().certificate(certificate.serial()).orElseThrow();
            assertEquals(Optional.of(ME), known.by());
            assertEquals(List.of(1L), known.grants());
            assertEquals(Optional.of(certificate.authority().fingerprint()), known.authority());
            assertTrue(known.usable(Run.NOW));
        }
        assertEquals(0, Run.in(directory, "verify").status());
    }

    @Test
    void nothingWithoutAGrantOrForAKeyThatIsNotTheirs() throws IOException {
        Run without = house.ca("issue", "alice");
        assertEquals(1, without.status(), without::toString);
        assertTrue(without.err().contains("no live grant"), without::err);

        house.grantAlice();
        house.keygen("-q", "-t", "ed25519", "-N", "", "-f", "other");
        Run other = house.ca("issue", "alice", "--key-file", "other.pub");
        assertEquals(1, other.status(), other::toString);
        assertTrue(other.err().contains("is none of 'alice' in the policy"), other::err);

        assertEquals(1, house.ca("issue", "nobody").status());
        assertEquals(2, house.ca("issue", "alice", "--reason", "why").status());
        try (ServerDesk server = house.open()) {
            assertEquals(List.of(), server.state().certificates());
        }
    }

    @Test
    void anEmergencyIsAGrantThatShowsAsOneAndOwesAReview() throws IOException {
        Run run = house.ca(
                "issue", "alice", "--break-glass", "prod-db-1", "--login", "postgres", "--reason", "database is down");

        assertEquals(0, run.status(), run::toString);
        assertTrue(run.err().contains("g-1, which owes a review"), run::err);
        Certificate certificate = CertificateHouse.certificate(run.out().strip());
        assertTrue(certificate.keyId().contains(" break-glass=g-1 "), certificate::keyId);
        try (ServerDesk server = house.open()) {
            Grant grant = server.state().grant(1).orElseThrow();
            assertTrue(grant.isBreakGlass());
            assertEquals("alice", grant.person());
        }
        Run report = Run.in(directory, "report", "--help");
        assertEquals(0, report.status());
    }

    @Test
    void noEmergencyWhereNoRuleHasOneOrNobodySaysWhy() {
        Run ruleless = house.ca("issue", "alice", "--break-glass", "vault-1", "--login", "root", "--reason", "down");
        assertEquals(1, ruleless.status(), ruleless::toString);
        Run reasonless = house.ca("issue", "alice", "--break-glass", "prod-db-1", "--login", "postgres");
        assertEquals(1, reasonless.status(), reasonless::toString);
        assertEquals("", reasonless.out());
    }

    // ---- for hosts

    @Test
    void aHostsByAnAuthorityOfItsOwnForItsOwnNames() throws Exception {
        house.keygen("-q", "-t", "ed25519", "-N", "", "-f", "host");
        Run none = house.ca("sign-host", "host.pub", "--target", "prod-db-1");
        assertEquals(2, none.status(), none::toString);
        assertTrue(none.err().contains("there is no authority of real hosts yet"), none::err);

        Run run = house.ca("sign-host", "host.pub", "--target", "prod-db-1", "--for", "30d", "--make-authority");

        assertEquals(0, run.status(), run::toString);
        Files.writeString(directory.resolve("host-cert.pub"), run.out());
        String shown = house.keygen("-L", "-f", "host-cert.pub");
        assertTrue(shown.contains("ssh-ed25519-cert-v01@openssh.com host certificate"), shown);
        assertTrue(shown.contains("prod-db-1") && shown.contains("db1"), shown);
        assertTrue(shown.contains("Valid: from 2026-11-20T13:59:00 to 2026-12-20T14:00:00"), shown);
        Certificate certificate = CertificateHouse.certificate(run.out().strip());
        assertFalse(
                house.read("keys/host-ca.pub").contains(certificate.authority().line()));
        assertTrue(
                run.err()
                        .contains("host-authority: \"" + certificate.authority().line() + "\""),
                run::err);
        try (ServerDesk server = house.open()) {
            HostCertificate known =
                    server.state().hostCertificate(certificate.serial()).orElseThrow();
            assertEquals("prod-db-1", known.target());
            assertEquals(ME, known.by());
            assertTrue(known.base64().isPresent());
        }
        Run inspected = house.inspect(run.out());
        assertEquals(1, inspected.status());
        assertTrue(inspected.out().contains("this bastion's authority of real hosts"), inspected::out);
        assertTrue(inspected.out().contains("for the host 'prod-db-1'"), inspected::out);
        assertEquals(0, Run.in(directory, "verify").status());
        assertEquals(0, Run.in(directory, "check").status());
    }

    @Test
    void noHostIsCertifiedForAnotherNorWithAKeyOfTheBastion() {
        house.keygen("-q", "-t", "ed25519", "-N", "", "-f", "host");
        Run name =
                house.ca("sign-host", "host.pub", "--target", "prod-db-1", "--name", "prod-web-1", "--make-authority");
        assertEquals(1, name.status(), name::toString);
        assertTrue(name.err().contains("'prod-web-1' is no name of 'prod-db-1'"), name::err);
        assertEquals(1, house.ca("sign-host", "host.pub", "--target", "nothing").status());
        assertEquals(
                2,
                house.ca("sign-host", "keys/host-key.pub", "--target", "prod-db-1")
                        .status());
        assertEquals(
                2,
                house.ca("sign-host", "host.pub", "--target", "prod-db-1", "--for", "398d")
                        .status());
        assertEquals(
                2, house.ca("sign-host", "access.yaml", "--target", "prod-db-1").status());
    }

    @Test
    void aCrashBetweenIntentAndSignatureIsExplained() throws IOException {
        try (ServerDesk server = house.open()) {
            Decision noted = server.decide(server.desk()
                    .certificates()
                    .signHost(new HostCertificateSigning(
                            77,
                            "prod-db-1",
                            List.of("prod-db-1"),
                            "SHA256:abc",
                            "SHA256:def",
                            "host=prod-db-1 serial=77",
                            Run.NOW.minusSeconds(180),
                            Run.NOW.plusSeconds(3600),
                            ME,
                            Run.NOW.minusSeconds(120))));
            assertInstanceOf(Decision.SigningNoted.class, noted);
        }

        Run verify = Run.in(directory, "verify");

        assertEquals(0, verify.status(), verify::toString);
        assertTrue(
                verify.out()
                        .contains("certificate 77 for the host 'prod-db-1' was intended at 2026-11-20T13:58:00Z and"
                                + " never signed"),
                verify::out);
    }

    // ---- and taken back

    @Test
    void whatWasSignedIsRevokedOnTheServerToo() throws IOException {
        house.grantAlice();
        Certificate certificate =
                CertificateHouse.certificate(house.ca("issue", "alice").out().strip());
        String line = certificate.line("alice");

        Run run = house.ca("revoke", "--key", certificate.subject().fingerprint(), "--reason", "laptop lost");

        assertEquals(0, run.status(), run::toString);
        Run inspected = house.inspect(line);
        assertEquals(1, inspected.status());
        assertTrue(inspected.out().contains("this certificate has been revoked"), inspected::out);
        Run again = house.ca("issue", "alice");
        assertEquals(1, again.status(), again::toString);
        assertTrue(again.err().contains("was revoked by " + ME), again::err);
        assertEquals(2, house.ca("revoke", "--reason", "x").status());
        assertEquals(2, house.ca("revoke", "--serial", "0", "--reason", "x").status());
        assertEquals(1, house.ca("revoke", "--serial", "5", "--reason", "x").status());
    }
}
