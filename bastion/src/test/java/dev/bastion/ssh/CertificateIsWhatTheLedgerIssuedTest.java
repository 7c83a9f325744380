package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.Refusal;
import dev.bastion.policy.CertificateEvent.CertificateRevoked;
import dev.bastion.policy.CertificateEvent.CertificateSigning;
import dev.bastion.policy.TestKeys;
import dev.bastion.policy.TestPolicies;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** All of these certificates bear the authority's own good signature; only the ledger makes one of them alice's. */
class CertificateIsWhatTheLedgerIssuedTest {
    private static final long SERIAL = 7;
    private final Door door = new Door();

    @Test
    void takesWhatWasIssued() {
        Certificate certificate = issuedToAlice();
        Gatekeeper.Reading.Theirs theirs =
                assertInstanceOf(Gatekeeper.Reading.Theirs.class, door.gatekeeper.read(certificate, Door.SOURCE));
        assertEquals("alice", theirs.person().name());
    }

    @Test
    void refusesSerialThatIsNotInTheLedger() {
        assertRefused(Refusal.PRINCIPAL_NOT_LISTED, door.sign(SERIAL, "alice", "alice"));
    }

    @Test
    void refusesOneThatDiffersInItsNonceAlone() {
        Certificate issued = issuedToAlice();
        assertRefused(Refusal.UNKNOWN_AUTHORITY, door.sign(SERIAL, "alice", issued.keyId()));
    }

    @Test
    void refusesIntentWithoutSignature() {
        Certificate certificate = door.sign(SERIAL, "alice", "alice");
        door.house.journal.append(List.of(new CertificateSigning(
                SERIAL,
                "alice",
                certificate.subject().fingerprint(),
                certificate.keyId(),
                certificate.validAfter(),
                certificate.validBefore(),
                List.of(1L),
                door.house.clock.instant())));
        assertRefused(Refusal.UNKNOWN_AUTHORITY, certificate);
    }

    @Test
    void readsNobodyOutOfKeyIdOrPrincipal() {
        Certificate namesBob = door.sign(SERIAL, "bob", "person=bob grant=g-1");
        door.issued(namesBob, "alice");
        assertRefused(Refusal.PRINCIPAL_NOT_LISTED, namesBob);

        Certificate idNamesBob = door.sign(SERIAL + 1, "alice", "person=bob grant=g-99");
        door.issued(idNamesBob, "alice");
        Gatekeeper.Reading.Theirs theirs =
                assertInstanceOf(Gatekeeper.Reading.Theirs.class, door.gatekeeper.read(idNamesBob, Door.SOURCE));
        assertEquals("alice", theirs.person().name());
    }

    @Test
    void refusesOneOfAnotherPersonForTheSameKey() {
        Certificate bobs = door.sign(SERIAL, "bob", "bob");
        door.issued(bobs, "bob");
        assertRefused(Refusal.PRINCIPAL_NOT_LISTED, bobs);
    }

    @Test
    void refusesRevoked() {
        Certificate certificate = issuedToAlice();
        door.house.journal.append(
                List.of(new CertificateRevoked(SERIAL, "carol", "lost laptop", door.house.clock.instant())));
        assertRefused(Refusal.REVOKED, certificate);
    }

    @Test
    void refusesOnceTheKeyIsTakenAway() {
        Certificate certificate = issuedToAlice();
        Identity connected = door.identity(OptionalLong.of(SERIAL));
        door.house.policyBecomes(TestPolicies.HOUSE);
        assertRefused(Refusal.PRINCIPAL_NOT_LISTED, certificate);
        assertFalse(door.gatekeeper.stillHolds(connected));
    }

    @Test
    void refusesOnceTheKeyIsSomebodyElses() {
        Certificate certificate = issuedToAlice();
        Identity connected = door.identity(OptionalLong.of(SERIAL));
        door.house.policyBecomes(TestPolicies.HOUSE.replace(
                TestKeys.line("erin"), door.alice.sshKey().line()));
        assertRefused(Refusal.PRINCIPAL_NOT_LISTED, certificate);
        assertFalse(door.gatekeeper.stillHolds(connected));
    }

    private Certificate issuedToAlice() {
        Certificate certificate = door.sign(SERIAL, "alice", "person=alice grant=g-1");
        door.issued(certificate, "alice");
        return certificate;
    }

    private void assertRefused(Refusal why, Certificate certificate) {
        assertEquals(new Gatekeeper.Reading.Refused(why), door.gatekeeper.read(certificate, Door.SOURCE));
    }
}
