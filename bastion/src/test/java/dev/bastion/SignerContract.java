package dev.bastion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.SigningHouse.Said;
import dev.bastion.certs.Certificate;
import dev.bastion.certs.MalformedCertificateException;
import dev.bastion.config.KeyFile;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.IssuedCertificate;
import dev.bastion.policy.SessionFacts;
import dev.bastion.policy.SessionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What people get and do not get, and what the ledger says afterwards, wherever the authorities' keys lie. Inherited by each
 * place where they may.
 */
@Timeout(300)
abstract class SignerContract {
    @TempDir
    Path directory;

    SigningHouse house;

    /** Everything starts; the house is closed by this class. */
    abstract SigningHouse started() throws Exception;

    @BeforeEach
    void start() throws Exception {
        house = started();
    }

    @AfterEach
    void close() throws Exception {
        if (house != null) {
            house.close();
        }
    }

    // ---- what is given

    @Test
    void aGrantOpensTheHostUnderAFaceAndSaysWhoItIs() throws Exception {
        house.grant();
        house.certificate();

        assertEquals(
                "in\n",
                house.onHost("alice", SigningHouse.LOGIN, "echo", "in").done().out());

        List<String> logins = house.logins();
        assertEquals(1, logins.size(), logins::toString);
        String authority = house.publicKey(KeyFile.TARGET_CA).fingerprint();
        assertTrue(logins.getFirst().contains("ID person=alice grant=g-1 "), logins::toString);
        assertTrue(logins.getFirst().endsWith(" CA ED25519 " + authority), logins::toString);
    }

    @Test
    void aCertificateIsThePersonsUntilTheGrantEnds() throws Exception {
        house.grant();

        Certificate certificate = read(Files.readString(house.certificate()));

        assertEquals(List.of("alice"), certificate.principals());
        assertEquals(house.publicKey(KeyFile.ACCESS_CA), certificate.authority());
        assertTrue(certificate.criticalOptions().isEmpty()
                && certificate.extensions().isEmpty());
        Instant end = house.ledger().grants().getFirst().lastEnd();
        assertFalse(certificate.validBefore().isBefore(end), certificate::toString);
        assertFalse(certificate.validBefore().isAfter(end.plusSeconds(1)), certificate::toString);
    }

    @Test
    void theBastionShowsACertificateForItsOwnNamesAlone() throws Exception {
        Said shown = house.ran("ssh-keyscan", "-c", "-t", "ed25519", "-p", Integer.toString(house.port()), "127.0.0.1")
                .done();
        String line = shown.out()
                .lines()
                .filter(one -> one.contains("-cert-v01@openssh.com"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(shown));

        Certificate certificate = read(line.substring(line.indexOf("ssh-ed25519-cert")));

        assertEquals(List.of("bastion"), certificate.principals());
        assertEquals(Certificate.Type.HOST, certificate.type());
        assertEquals(house.publicKey(KeyFile.HOST_CA), certificate.authority());
        assertFalse(certificate.validBefore().isAfter(house.clock.instant().plus(Duration.ofHours(24))));
    }

    // ---- what is refused

    @ParameterizedTest
    @CsvSource({
        "prod-db-1, backup, 'is for '",
        "nowhere, root, ''",
    })
    void opensNothingThatTheGrantIsNotFor(String target, String login, String why) throws Exception {
        house.grant();
        house.certificate();

        Said refused = house.ssh("alice", "-J", "bastion", login + "@" + target, "echo", "in")
                .refused();

        assertEquals("", refused.out(), refused::toString);
        assertTrue(refused.err().contains(why), refused::toString);
        assertEquals(List.of(), house.logins());
    }

    @Test
    void permitsNoMoreThanTheGrant() throws Exception {
        house.grant();
        house.certificate();

        house.onHost("alice", SigningHouse.LOGIN, "echo", "in").done();
        Said shell = house.onHost("alice", SigningHouse.LOGIN).refused();

        assertTrue(shell.err().contains("shell"), shell::toString);
    }

    @Test
    void givesNothingWithoutAGrant() throws Exception {
        Said cert = house.bastion("alice", "cert");

        assertEquals(1, cert.status(), cert::toString);
        assertEquals("", cert.out());
        assertTrue(cert.err().contains("you have no live grant"), cert::toString);
        house.onHost("alice", SigningHouse.LOGIN, "echo", "in").refused();
        assertEquals(List.of(), house.logins());
    }

    @Test
    void givesNothingForLongerThanTheRule() {
        Said asked = house.bastion(
                "alice", "request", "prod-db-1", "--login", SigningHouse.LOGIN, "--for", "2h", "--reason", "testing");

        assertEquals(1, asked.status(), asked::toString);
        assertTrue(asked.err().contains("1h"), asked::toString);
    }

    @Test
    void givesNothingOnceTheGrantHasEnded() throws Exception {
        house.grant();
        house.certificate();
        house.clock.forward(Duration.ofMinutes(46));

        assertEquals(1, house.bastion("alice", "cert").status());
        house.onHost("alice", SigningHouse.LOGIN, "echo", "in").refused();
        assertEquals(List.of(), house.logins());
    }

    @Test
    void givesNothingOnceTheGrantIsGivenBack() throws Exception {
        house.grant();
        house.certificate();
        house.bastion("alice", "release", "g-1").done();

        assertEquals(1, house.bastion("alice", "cert").status());
        house.onHost("alice", SigningHouse.LOGIN, "echo", "in").refused();
        assertEquals(List.of(), house.logins());
    }

    // ---- what the ledger says

    @Test
    void theLedgerHasTheCertificateAndTheSession() throws Exception {
        house.grant();
        String line = Files.readString(house.certificate());
        house.onHost("alice", SigningHouse.LOGIN, "echo", "in").done();
        SigningHouse.until(() -> house.ledger().openSessions().isEmpty(), "the session is over in the ledger");

        AccessState state = house.ledger();

        IssuedCertificate issued = state.certificates().getFirst();
        assertEquals(1, state.certificates().size());
        assertEquals("alice", issued.person());
        assertEquals(List.of(1L), issued.grants());
        assertEquals(
                Base64.getEncoder().encodeToString(read(line).blob()),
                issued.base64().orElseThrow());
        SessionFacts session = state.sessions().getFirst();
        assertEquals(1, state.sessions().size());
        assertEquals("prod-db-1", session.target());
        assertTrue(session.state() instanceof SessionState.Ended, session::toString);
        assertTrue(state.authorityKeys().stream()
                .map(key -> key.fingerprint())
                .toList()
                .contains(house.publicKey(KeyFile.ACCESS_CA).fingerprint()));
    }

    static Certificate read(String line) {
        try {
            return Certificate.parse(Base64.getDecoder().decode(line.split(" ", -1)[1].strip()));
        } catch (MalformedCertificateException e) {
            throw new AssertionError(e);
        }
    }
}
