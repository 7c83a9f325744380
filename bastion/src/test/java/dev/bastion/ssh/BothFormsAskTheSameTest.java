package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Certificate;
import dev.bastion.policy.CertificateEvent.CertificateRevoked;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both forms ask the same desk, the jump with a port and the direct form without; a grant alone opens neither. */
class BothFormsAskTheSameTest {
    private static final long SERIAL = 7;
    private final Door door = new Door();

    @BeforeEach
    void certify() {
        door.house.granted(Duration.ofHours(3));
        Certificate certificate = door.sign(SERIAL, "alice", "alice");
        door.issued(certificate, "alice");
    }

    @Test
    void certificateOpensBothForms() {
        Identity identity = door.identity(OptionalLong.of(SERIAL));
        assertInstanceOf(TunnelDesk.Answer.Open.class, door.desk.target(identity, "prod-db-1", 22));
        assertInstanceOf(TunnelDesk.Answer.Open.class, door.desk.target(identity, "prod-db-1"));
    }

    @Test
    void plainKeyOpensNeither() {
        assertNeedsCertificate(door.identity(OptionalLong.empty()));
    }

    @Test
    void plainKeyDoesWhereTheRuleOfTheGrantSaysSo() {
        door.house.policyBecomes(door.text().replace("lapse: 2h", "lapse: 2h\n    plain-key: true"));
        Identity plain = door.identity(OptionalLong.empty());
        assertInstanceOf(TunnelDesk.Answer.Open.class, door.desk.target(plain, "prod-db-1", 22));
        assertInstanceOf(TunnelDesk.Answer.NotNow.class, door.desk.target(plain, "prod-web-1", 22));
    }

    @Test
    void connectionThatOutlivesItsCertificateOpensNoMore() {
        door.house.clock.forward(Duration.ofHours(2));
        assertIsShut("has expired", door.identity(OptionalLong.of(SERIAL)));
    }

    @Test
    void connectionWhoseCertificateWasRevokedOpensNothing() {
        Identity identity = door.identity(OptionalLong.of(SERIAL));
        door.house.journal.append(
                List.of(new CertificateRevoked(SERIAL, "carol", "lost laptop", door.house.clock.instant())));
        assertInstanceOf(TunnelDesk.Answer.Unknown.class, door.desk.target(identity, "prod-db-1", 22));
        assertInstanceOf(TunnelDesk.Answer.Unknown.class, door.desk.target(identity, "prod-db-1"));
    }

    @Test
    void whatIsNobodysToAskForAnswersAlikeWithAndWithoutCertificate() {
        for (OptionalLong serial : List.of(OptionalLong.of(SERIAL), OptionalLong.empty())) {
            Identity identity = door.identity(serial);
            for (String name : List.of("vault-1", "bastion", "bastion.test", "127.0.0.1")) {
                assertInstanceOf(TunnelDesk.Answer.Unknown.class, door.desk.target(identity, name, 22), name);
                assertInstanceOf(TunnelDesk.Answer.Unknown.class, door.desk.target(identity, name), name);
            }
        }
    }

    private void assertNeedsCertificate(Identity identity) {
        assertIsShut("needs your certificate", identity);
    }

    private void assertIsShut(String why, Identity identity) {
        TunnelDesk.Answer.NotNow jump =
                assertInstanceOf(TunnelDesk.Answer.NotNow.class, door.desk.target(identity, "prod-db-1", 22));
        assertTrue(jump.sentence().contains(why), jump::sentence);
        assertEquals(jump, door.desk.target(identity, "prod-db-1"));
    }
}
