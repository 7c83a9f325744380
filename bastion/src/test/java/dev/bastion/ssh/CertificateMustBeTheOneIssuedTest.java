package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.CertificateTemplate;
import dev.bastion.certs.Ed25519Pair;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificateMustBeTheOneIssuedTest extends OneHouse {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void opensWithTheOneIssued() throws Exception {
        client.certified("whoever", key(), issued("alice", Map.of(), List.of("alice"), HOUR.negated(), HOUR));
    }

    @Test
    void expired() throws Exception {
        assertRefused(
                issued("alice", Map.of(), List.of("alice"), HOUR.multipliedBy(2).negated(), HOUR.negated()));
    }

    @Test
    void expiredWhileTheClockWentOn() throws Exception {
        Certificate certificate = issued("alice", Map.of(), List.of("alice"), HOUR.negated(), HOUR);
        bastion.clock.forward(HOUR);
        assertRefused(certificate);
    }

    @Test
    void notYetValid() throws Exception {
        assertRefused(issued("alice", Map.of(), List.of("alice"), HOUR, HOUR.multipliedBy(2)));
    }

    @Test
    void ofAnotherPerson() throws Exception {
        assertRefused(issued("alice", Map.of(), List.of("erin"), HOUR.negated(), HOUR));
        assertRefused(issued("erin", Map.of(), List.of("erin"), HOUR.negated(), HOUR));
    }

    @Test
    void ofAnotherAuthority() throws Exception {
        Certificate certificate =
                bastion.authority("access").sign(template(Map.of(), List.of("alice"), HOUR.negated(), HOUR));
        bastion.enter("alice", certificate);
        assertRefused(certificate);
    }

    @Test
    void ofAHost() throws Exception {
        Instant now = bastion.clock.instant();
        assertRefused(bastion.issued(
                "alice",
                CertificateTemplate.host(
                        key().sshKey(), bastion.serial(), "alice", List.of("alice"), now.minus(HOUR), now.plus(HOUR))));
    }

    @Test
    void withTwoPrincipals() throws Exception {
        assertRefused(issued("alice", Map.of(), List.of("alice", "bob"), HOUR.negated(), HOUR));
    }

    @Test
    void withoutPrincipals() throws Exception {
        byte[] principals = Peer.string("alice");
        byte[] blob = bastion.signed(template(Map.of(), List.of("alice"), HOUR.negated(), HOUR))
                .blob();
        Certificate empty = Certificate.parse(bastion.signedAgain(without(blob, principals)));
        assertEquals(List.of(), empty.principals());
        bastion.enter("alice", empty);
        assertRefused(empty);
    }

    /** The certificate with this list of principals made empty. */
    private static byte[] without(byte[] blob, byte[] principals) {
        byte[] packed = Peer.string(new String(principals, StandardCharsets.ISO_8859_1));
        int at = Collections.indexOfSubList(bytes(blob), bytes(packed));
        ByteBuffer shorter = ByteBuffer.allocate(blob.length - principals.length);
        shorter.put(blob, 0, at).putInt(0);
        int rest = at + packed.length;
        return shorter.put(blob, rest, blob.length - rest).array();
    }

    private static List<Byte> bytes(byte[] array) {
        List<Byte> list = new ArrayList<>();
        for (byte each : array) {
            list.add(each);
        }
        return list;
    }

    @Test
    void withUnknownCriticalOption() throws Exception {
        assertRefused(issued("alice", Map.of("no-such-option", "x"), List.of("alice"), HOUR.negated(), HOUR));
    }

    @Test
    void fromAnotherSourceAddress() throws Exception {
        assertRefused(issued("alice", Map.of("source-address", "10.1.2.0/24"), List.of("alice"), HOUR.negated(), HOUR));
        client.certified(
                "whoever",
                key(),
                issued("alice", Map.of("source-address", "127.0.0.0/8"), List.of("alice"), HOUR.negated(), HOUR));
    }

    @Test
    void revoked() throws Exception {
        Certificate certificate = issued("alice", Map.of(), List.of("alice"), HOUR.negated(), HOUR);
        bastion.decide(bastion.desk.certificates().revokeCertificate("carol", certificate.serial(), "because"));
        assertRefused(certificate);
    }

    @Test
    void ofAPersonWhoWasRemoved() throws Exception {
        Certificate certificate = issued("alice", Map.of(), List.of("alice"), HOUR.negated(), HOUR);
        bastion.remove("alice");
        assertRefused(certificate);
    }

    @Test
    void neverWrittenIntoTheLedger() throws Exception {
        Certificate written = issued("alice", Map.of(), List.of("alice"), HOUR.negated(), HOUR);
        Instant now = bastion.clock.instant();
        Certificate again = bastion.signed(CertificateTemplate.user(
                key().sshKey(),
                written.serial(),
                "alice",
                List.of("alice"),
                now.minus(HOUR),
                now.plus(HOUR),
                Map.of(),
                Set.of("permit-pty")));
        assertRefused(again);
    }

    @Test
    void signedWithAKeyThatIsNotTheCertified() throws Exception {
        Certificate certificate = issued("alice", Map.of(), List.of("alice"), HOUR.negated(), HOUR);
        Peer peer = client.connect();
        RawClient.showCertificate(peer, "whoever", certificate.blob(), Ed25519Pair.generate(new SecureRandom()));
        RawClient.refused(peer);
    }

    @Test
    void alteredInAnyByte() throws Exception {
        byte[] blob = issued("alice", Map.of(), List.of("alice"), HOUR.negated(), HOUR)
                .blob();
        Peer peer = client.connect();
        int asked = 0;
        for (int at = 0; at < blob.length; at += 7) {
            if (asked++ == 12) {
                peer = client.connect();
                asked = 1;
            }
            byte[] altered = blob.clone();
            altered[at] ^= (byte) (1 << (at % 8));
            RawClient.showCertificate(peer, "whoever", altered, key());
            RawClient.refused(peer);
        }
    }

    @Test
    void saysWhyToItsOwnerAlone() throws Exception {
        Certificate expired =
                issued("alice", Map.of(), List.of("alice"), HOUR.multipliedBy(2).negated(), HOUR.negated());
        Peer peer = client.connect();
        RawClient.showCertificate(peer, "whoever", expired.blob(), key());
        assertTrue(RawClient.refused(peer).contains("hint: "));
        Ed25519Pair stranger = Ed25519Pair.generate(new SecureRandom());
        Instant now = bastion.clock.instant();
        Certificate strange = bastion.authority("other")
                .sign(CertificateTemplate.user(
                        stranger.sshKey(),
                        5,
                        "me",
                        List.of("alice"),
                        now.minus(HOUR),
                        now.plus(HOUR),
                        Map.of(),
                        Set.of()));
        Peer other = client.connect();
        RawClient.showCertificate(other, "whoever", strange.blob(), stranger);
        assertEquals("", RawClient.refused(other));
    }

    private void assertRefused(Certificate certificate) throws Exception {
        Peer peer = client.connect();
        RawClient.showCertificate(peer, "postgres@prod-db-1", certificate.blob(), key());
        RawClient.refused(peer);
        assertEquals(0, database.connections());
    }

    private Ed25519Pair key() {
        return bastion.key("alice");
    }

    private Certificate issued(
            String person, Map<String, String> options, List<String> principals, Duration from, Duration to) {
        return bastion.issued(person, template(options, principals, from, to));
    }

    private CertificateTemplate template(
            Map<String, String> options, List<String> principals, Duration from, Duration to) {
        Instant now = bastion.clock.instant();
        return CertificateTemplate.user(
                key().sshKey(),
                bastion.serial(),
                "person=alice",
                principals,
                now.plus(from),
                now.plus(to),
                options,
                Set.of());
    }
}
