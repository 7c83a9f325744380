package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.RevocationTaken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RevokedThingsOpenNothingTest {
    private static final String LAPTOP = "SHA256:" + "A".repeat(43);
    private static final String TOKEN = "SHA256:" + "B".repeat(42) + "A";
    private static final String AUTHORITY = "SHA256:" + "C".repeat(42) + "A";
    private static final String OTHER = "SHA256:" + "D".repeat(42) + "A";

    private final TestHouse house = new TestHouse(TestPolicies.HOUSE);

    @BeforeEach
    void certificates() {
        issued(1, "alice", LAPTOP, AUTHORITY);
        issued(2, "alice", TOKEN, AUTHORITY);
        issued(3, "bob", OTHER, OTHER);
        host(4, LAPTOP, OTHER);
    }

    @ParameterizedTest
    @CsvSource({
        "KEY,       SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, 1 4, 1",
        "KEY_ID,    person=alice serial=2,                              2,   1",
        "PERSON,    alice,                                              1 2, 2",
        "AUTHORITY, SHA256:CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCA, 1 2, 2",
        "AUTHORITY, SHA256:DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDA, 3 4, 1"
    })
    void takesBackWhatItNamesAndNothingElse(RevocationKind kind, String what, String serials, int certificates) {
        RevocationTaken taken = assertInstanceOf(
                RevocationTaken.class,
                house.decide(house.desk.certificates().revoke("carol", kind, what, "laptop lost")));

        assertEquals(certificates, taken.certificates());
        assertEquals(Set.of(serials.split(" ")), revoked());
        assertEquals("carol", house.state().revocation(kind, what).orElseThrow().by());
    }

    @Test
    void keyIsRevokedForWhatIsSignedLaterToo() {
        house.decide(house.desk.certificates().revoke("carol", RevocationKind.KEY, LAPTOP, "lost"));

        issued(5, "alice", LAPTOP, OTHER);
        issued(6, "alice", TOKEN, OTHER);
        host(7, LAPTOP, AUTHORITY);

        assertEquals(Set.of("1", "4", "5", "7"), revoked());
    }

    @Test
    void personMayHaveNewOnes() {
        house.decide(house.desk.certificates().revoke("carol", RevocationKind.PERSON, "alice", "lost"));
        house.clock.forward(Duration.ofMinutes(1));
        issued(5, "alice", TOKEN, AUTHORITY);
        assertEquals(Set.of("1", "2"), revoked());

        house.clock.forward(Duration.ofMinutes(1));
        house.decide(house.desk.certificates().revoke("carol", RevocationKind.PERSON, "alice", "again"));

        assertEquals(Set.of("1", "2", "5"), revoked());
        assertEquals(
                "again",
                house.state()
                        .revocation(RevocationKind.PERSON, "alice")
                        .orElseThrow()
                        .reason());
    }

    @Test
    void isSaidOnce() {
        house.decide(house.desk.certificates().revoke("carol", RevocationKind.KEY, LAPTOP, "lost"));
        long events = house.state().events();

        assertInstanceOf(
                RevocationTaken.class,
                house.decide(house.desk.certificates().revoke("carol", RevocationKind.KEY, LAPTOP, "lost again")));

        assertEquals(events, house.state().events());
    }

    @Test
    void oneSerialIsAPersonsOrAHosts() {
        house.decide(house.desk.certificates().revokeCertificate("carol", 4, "host is gone"));
        house.decide(house.desk.certificates().revokeCertificateHere("root on the server", 3, "wrong"));
        assertEquals(Set.of("3", "4"), revoked());

        assertEquals(
                Reason.NOT_FOUND,
                refusal(house.decide(house.desk.certificates().revokeCertificate("carol", 99, "none"))));
        assertEquals(
                Reason.NOT_FOUND,
                refusal(house.decide(house.desk.certificates().revokeCertificate("bob", 1, "mine?"))));
        assertEquals(
                Reason.NOT_FOUND,
                refusal(house.decide(house.desk.certificates().revokeCertificate("alice", 4, "host"))));
        assertInstanceOf(
                Decision.CertificateOver.class,
                house.decide(house.desk.certificates().revokeCertificate("alice", 1, "my own")));
    }

    @Test
    void refusesWhoDoesNotAdministerAndWhatIsNothing() {
        assertEquals(
                Reason.NOT_ALLOWED,
                refusal(house.decide(house.desk.certificates().revoke("alice", RevocationKind.KEY, OTHER, "ha"))));
        assertEquals(
                Reason.UNFIT,
                refusal(house.decide(house.desk.certificates().revoke("carol", RevocationKind.KEY, "MD5:aa", "x"))));
        assertEquals(
                Reason.UNFIT,
                refusal(house.decide(house.desk.certificates().revoke("carol", RevocationKind.KEY_ID, "a\nb", "x"))));
        assertEquals(
                Reason.UNFIT,
                refusal(house.decide(house.desk.certificates().revoke("carol", RevocationKind.KEY_ID, " ", "x"))));
        assertEquals(
                Reason.NOT_FOUND,
                refusal(house.decide(house.desk.certificates().revoke("carol", RevocationKind.PERSON, "nobody", "x"))));
        assertEquals(
                Reason.REASON_MISSING,
                refusal(house.decide(house.desk.certificates().revoke("carol", RevocationKind.KEY, OTHER, " "))));
        assertEquals(Set.of(), revoked());
    }

    @Test
    void noCertificateGoesOutThatWasRevokedWhileItWasSigned() {
        Instant now = house.clock.instant();
        house.decide(house.desk.certificates().signHost(intent(8, LAPTOP, OTHER)));
        house.decide(house.desk.certificates().revoke("carol", RevocationKind.KEY, LAPTOP, "lost"));

        assertEquals(
                Reason.NOT_ALLOWED,
                refusal(house.decide(house.desk.certificates().signedByHand(8, "QUJD"))));
        assertTrue(house.state().hostCertificate(8).orElseThrow().base64().isEmpty());
        assertEquals(now, house.state().hostCertificate(8).orElseThrow().intendedAt());
    }

    @Test
    void hostsAreCertifiedForTheirOwnNamesOnlyAndNotByTheHundred() {
        assertEquals(
                Reason.NOT_ALLOWED,
                refusal(house.decide(house.desk
                        .certificates()
                        .signHost(new CertificateEvent.HostCertificateSigning(
                                9,
                                "prod-db-1",
                                List.of("prod-db-1", "prod-web-1"),
                                TOKEN,
                                OTHER,
                                "host=prod-db-1",
                                house.clock.instant(),
                                house.clock.instant().plusSeconds(60),
                                "root on the server",
                                house.clock.instant())))));
        int signed = 0;
        for (long serial = 10; serial < 40; serial++) {
            if (house.decide(house.desk.certificates().signHost(intent(serial, TOKEN, OTHER)))
                    instanceof Decision.SigningNoted) {
                signed++;
            }
        }
        assertTrue(signed < 10, () -> "some were signed before");
        house.clock.forward(Duration.ofMinutes(2));
        assertInstanceOf(
                Decision.SigningNoted.class,
                house.decide(house.desk.certificates().signHost(intent(50, TOKEN, OTHER))));
    }

    private static Reason refusal(Decision decision) {
        return assertInstanceOf(Decision.Refused.class, decision).code();
    }

    private Set<String> revoked() {
        Set<String> serials = house.state().certificates().stream()
                .filter(IssuedCertificate::revoked)
                .map(known -> Long.toString(known.serial()))
                .collect(Collectors.toSet());
        house.state().hostCertificates().stream()
                .filter(HostCertificate::revoked)
                .forEach(known -> serials.add(Long.toString(known.serial())));
        assertFalse(serials.contains("0"));
        return serials;
    }

    private void issued(long serial, String person, String key, String authority) {
        Instant now = house.clock.instant();
        house.journal.append(List.of(
                new CertificateEvent.CertificateSigning(
                        serial,
                        person,
                        key,
                        "person=" + person + " serial=" + serial,
                        now.minusSeconds(60),
                        now.plus(Duration.ofHours(1)),
                        List.of(1L),
                        Optional.of(authority),
                        Optional.empty(),
                        now),
                new CertificateEvent.CertificateSigned(serial, "QUJD", now)));
    }

    private void host(long serial, String key, String authority) {
        house.journal.append(List.of(
                intent(serial, key, authority),
                new CertificateEvent.CertificateSigned(serial, "QUJD", house.clock.instant())));
    }

    private CertificateEvent.HostCertificateSigning intent(long serial, String key, String authority) {
        Instant now = house.clock.instant();
        return new CertificateEvent.HostCertificateSigning(
                serial,
                "prod-db-1",
                List.of("prod-db-1"),
                key,
                authority,
                "host=prod-db-1 serial=" + serial,
                now.minusSeconds(60),
                now.plus(Duration.ofDays(30)),
                "root on the server",
                now);
    }
}
