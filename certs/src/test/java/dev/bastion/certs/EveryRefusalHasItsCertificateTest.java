package dev.bastion.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class EveryRefusalHasItsCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final InetAddress SOURCE = address(192, 0, 2, 7);
    private static final long REVOKED = 13;

    private static final Ed25519Pair ACCESS = Ed25519Pair.generate(new SecureRandom());
    private static final Ed25519Pair OTHER = Ed25519Pair.generate(new SecureRandom());
    private static final SoftAuthenticator TOKEN = SoftAuthenticator.ed25519("ssh:");
    private static final RsaKey SHORT_RSA =
            new RsaKey(BigInteger.valueOf(65537), BigInteger.ONE.shiftLeft(2047).setBit(0));

    private static final CertificateChecker CHECKER = new CertificateChecker(
            Set.of(ACCESS.sshKey(), TOKEN.key(), SHORT_RSA), certificate -> certificate.serial() == REVOKED);

    /** A good certificate of alice's, of which a test changes one thing. */
    private static final class Draft {
        private SshPublicKey subject = Ed25519Pair.generate(new SecureRandom()).sshKey();
        private SshPublicKey authority = ACCESS.sshKey();
        private Ed25519Pair signer = ACCESS;
        private Certificate.Type type = Certificate.Type.USER;
        private long serial = 4711;
        private List<String> principals = List.of("alice");
        private long from = NOW.minusSeconds(60).getEpochSecond();
        private long end = NOW.plusSeconds(3600).getEpochSecond();
        private Map<String, String> critical = Map.of();
        private Map<String, String> extensions = Map.of();

        CertificateBody body() {
            return new CertificateBody(
                    new byte[32],
                    subject,
                    serial,
                    type,
                    "person=alice",
                    principals,
                    from,
                    end,
                    CertificateOptions.of(critical),
                    CertificateOptions.of(extensions),
                    new byte[0],
                    authority);
        }

        Certificate sign() {
            return new Certificate(body(), signer.sshSignature(body().encode()));
        }
    }

    private interface Change {
        void apply(Draft draft);
    }

    private static byte[] changed(Change change) {
        Draft draft = new Draft();
        change.apply(draft);
        return draft.sign().blob();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(Refusal.NOT_A_CERTIFICATE, ACCESS.sshKey().blob()),
                arguments(Refusal.NOT_A_CERTIFICATE, new byte[] {1, 2, 3}),
                arguments(Refusal.HOST_CERTIFICATE, changed(d -> d.type = Certificate.Type.HOST)),
                arguments(Refusal.UNKNOWN_AUTHORITY, changed(d -> {
                    d.authority = OTHER.sshKey();
                    d.signer = OTHER;
                })),
                arguments(Refusal.AUTHORITY_ALGORITHM, withSha1Signature()),
                arguments(Refusal.BAD_SIGNATURE, changed(d -> d.signer = OTHER)),
                arguments(Refusal.BAD_SIGNATURE, changed(d -> d.authority = SHORT_RSA)),
                arguments(Refusal.WEAK_KEY, changed(d -> d.subject = SHORT_RSA)),
                arguments(Refusal.NOT_YET_VALID, changed(d -> d.from = NOW.getEpochSecond() + 1)),
                arguments(Refusal.NOT_YET_VALID, changed(d -> d.from = -1)),
                arguments(Refusal.EXPIRED, changed(d -> d.end = NOW.getEpochSecond())),
                arguments(Refusal.EXPIRED, changed(d -> d.end = 0)),
                arguments(Refusal.NO_SERIAL, changed(d -> d.serial = 0)),
                arguments(Refusal.REVOKED, changed(d -> d.serial = REVOKED)),
                arguments(Refusal.NO_PRINCIPALS, changed(d -> d.principals = List.of())),
                arguments(Refusal.TOO_MANY_PRINCIPALS, changed(d -> d.principals = List.of("alice", "bob"))),
                arguments(Refusal.PRINCIPAL_NOT_LISTED, changed(d -> d.principals = List.of("bob"))),
                arguments(Refusal.PRINCIPAL_NOT_LISTED, changed(d -> d.principals = List.of("Alice"))),
                arguments(Refusal.PRINCIPAL_NOT_LISTED, changed(d -> d.principals = List.of("*"))),
                arguments(Refusal.UNKNOWN_CRITICAL_OPTION, changed(d -> d.critical = Map.of("x@example.com", "1"))),
                arguments(Refusal.UNKNOWN_CRITICAL_OPTION, changed(d -> d.critical = Map.of("force-command", "id"))),
                arguments(Refusal.UNKNOWN_CRITICAL_OPTION, changed(d -> d.critical = Map.of("verify-required", "no"))),
                arguments(Refusal.SOURCE_ADDRESS, changed(d -> d.critical = Map.of("source-address", "10.0.0.0/8"))),
                arguments(Refusal.SOURCE_ADDRESS, changed(d -> d.critical = Map.of("source-address", ""))));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refuses(Refusal expected, byte[] blob) {
        assertEquals(Optional.of(expected), CHECKER.check(blob, "alice", SOURCE, NOW));
    }

    @Test
    void everyRefusalOfTheCheckHasARow() {
        Set<Refusal> seen = refusals().map(row -> (Refusal) row.get()[0]).collect(Collectors.toSet());
        assertEquals(EnumSet.complementOf(EnumSet.of(Refusal.TOUCH_MISSING, Refusal.PIN_MISSING)), seen);
    }

    @Test
    void acceptsGoodCertificateFromItsFirstSecondToItsLast() {
        Certificate good = new Draft().sign();
        assertEquals(Optional.empty(), CHECKER.check(good, "alice", SOURCE, NOW));
        assertEquals(Optional.empty(), CHECKER.check(good, "alice", SOURCE, good.validAfter()));
        assertEquals(
                Optional.empty(),
                CHECKER.check(good, "alice", SOURCE, good.validBefore().minusNanos(1)));
    }

    @Test
    void acceptsUnknownExtensionAndKnownOptions() {
        Draft draft = new Draft();
        draft.extensions = Map.of("note@example.com", "hello");
        draft.critical = Map.of("source-address", "10.0.0.0/8,192.0.2.7", "verify-required", "");
        assertEquals(Optional.empty(), CHECKER.check(draft.sign(), "alice", SOURCE, NOW));
    }

    @Test
    void refusesSourceAddressWhereThePeersIsNotKnown() {
        Draft draft = new Draft();
        draft.critical = Map.of("source-address", "0.0.0.0/0,::/0");
        assertEquals(Optional.empty(), CHECKER.check(draft.sign(), "alice", SOURCE, NOW));
        assertEquals(Optional.of(Refusal.SOURCE_ADDRESS), CHECKER.check(draft.sign(), "alice", null, NOW));
    }

    @Test
    void acceptsAuthorityInAnAuthenticator() {
        Draft draft = new Draft();
        draft.authority = TOKEN.key();
        Certificate certificate =
                new Certificate(draft.body(), TOKEN.sign(draft.body().encode(), 0));
        assertEquals(Optional.empty(), CHECKER.check(certificate, "alice", SOURCE, NOW));
    }

    @Test
    void asksRevocationOnlyForWhatAnAuthoritySigned() {
        CertificateChecker checker = new CertificateChecker(Set.of(ACCESS.sshKey()), certificate -> {
            throw new AssertionError("asked");
        });
        assertEquals(
                Optional.of(Refusal.BAD_SIGNATURE),
                checker.check(changed(d -> d.signer = OTHER), "alice", SOURCE, NOW));
    }

    @Test
    void securityKeyMustBeTouchedUnlessWaived() {
        Draft draft = new Draft();
        draft.subject = TOKEN.key();
        assertEquals(Optional.of(Refusal.TOUCH_MISSING), proof(draft, false, true));
        assertEquals(Optional.empty(), proof(draft, true, false));
        draft.extensions = Map.of("no-touch-required", "");
        assertEquals(Optional.empty(), proof(draft, false, false));
        draft.critical = Map.of("verify-required", "");
        assertEquals(Optional.of(Refusal.PIN_MISSING), proof(draft, true, false));
        assertEquals(Optional.empty(), proof(draft, false, true));
    }

    @Test
    void keyWithoutAuthenticatorNeedsNoTouchAndCannotGivePin() {
        Draft draft = new Draft();
        assertEquals(Optional.empty(), proof(draft, false, false));
        draft.critical = Map.of("verify-required", "");
        assertEquals(Optional.of(Refusal.PIN_MISSING), proof(draft, false, false));
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatIsWrongAndWhatToDo(Refusal refusal) {
        assertEquals(refusal.name(), refusal.code());
        for (String text : List.of(refusal.sentence(), refusal.hint())) {
            assertTrue(Character.isLowerCase(text.charAt(0)), text);
            assertFalse(text.endsWith("."), text);
        }
    }

    private static Optional<Refusal> proof(Draft draft, boolean touch, boolean pin) {
        return CHECKER.checkProof(draft.sign(), new SignatureReading.Valid(touch, pin));
    }

    private static byte[] withSha1Signature() {
        Draft draft = new Draft();
        draft.authority = SHORT_RSA;
        byte[] signature =
                new WireWriter().writeText("ssh-rsa").writeString(new byte[256]).toByteArray();
        return new Certificate(draft.body(), signature).blob();
    }

    private static InetAddress address(int... bytes) {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = (byte) bytes[i];
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDayLongCertificateIsJudgedByTheGivenTimeAlone() {
        Certificate good = new Draft().sign();
        assertEquals(Optional.of(Refusal.EXPIRED), CHECKER.check(good, "alice", SOURCE, NOW.plus(Duration.ofDays(1))));
        assertEquals(
                Optional.of(Refusal.NOT_YET_VALID),
                CHECKER.check(good, "alice", SOURCE, NOW.minus(Duration.ofDays(1))));
    }
}
