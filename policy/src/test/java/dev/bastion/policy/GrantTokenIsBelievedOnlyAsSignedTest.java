package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class GrantTokenIsBelievedOnlyAsSignedTest {

    private static final Instant NOON = TestHouse.NOON;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final MovedClock clock = new MovedClock(NOON);
    private final KeyPair key = TestHouse.ed25519();
    private final GrantTokenSigner signer = new GrantTokenSigner(key.getPrivate(), TestHouse.ISSUER, clock);
    private final GrantTokenVerifier verifier = new GrantTokenVerifier(key.getPublic(), TestHouse.ISSUER, clock);

    private static GrantToken token(Instant expires) {
        return new GrantToken(
                "g-7-0-1",
                "alice",
                7,
                9,
                List.of("prod-db-1", "prod-web-1"),
                "postgres",
                Set.of(Permit.SHELL, Permit.SFTP_READ),
                Set.of("bob", "dave"),
                "ab".repeat(32),
                NOON,
                NOON,
                expires,
                false);
    }

    private void assertInvalid(String why, String token) {
        assertEquals(
                why,
                assertInstanceOf(TokenReading.Invalid.class, verifier.verify(token))
                        .why());
    }

    /** A token as ours, changed before it is signed by our own key. */
    private String changed(UnaryOperator<JwtBuilder> change) {
        JwtBuilder builder = Jwts.builder()
                .header()
                .type(GrantTokenSigner.TYPE)
                .and()
                .issuer(TestHouse.ISSUER)
                .audience()
                .add(GrantTokenSigner.AUDIENCE)
                .and()
                .subject("alice")
                .id("g-7-0-1")
                .issuedAt(Date.from(NOON))
                .notBefore(Date.from(NOON))
                .expiration(Date.from(NOON.plusSeconds(60)));
        TokenClaims.write(token(NOON.plusSeconds(60)), builder);
        return change.apply(builder).signWith(key.getPrivate(), Jwts.SIG.EdDSA).compact();
    }

    @Test
    void readsTheSameTokenAgainAsLongAsItIsInTimeAndNoLonger() {
        String signed = signer.sign(token(NOON.plusSeconds(60)));
        TokenReading first = verifier.verify(signed);
        clock.forward(Duration.ofSeconds(59));
        assertEquals(first, verifier.verify(signed));
        clock.forward(Duration.ofSeconds(2));
        assertInvalid("token is refused: ExpiredJwt", signed);
        clock.back(Duration.ofSeconds(62));
        assertInvalid("token is refused: PrematureJwt", signed);
        clock.forward(Duration.ofSeconds(2));
        assertEquals(first, verifier.verify(signed));
    }

    @Test
    void believesNoOtherTokenForOneThatItHasSeen() {
        String signed = signer.sign(token(NOON.plusSeconds(60)));
        assertInstanceOf(TokenReading.Valid.class, verifier.verify(signed));
        String claims = signed.substring(0, signed.lastIndexOf('.'));
        assertInstanceOf(TokenReading.Invalid.class, verifier.verify(claims + "." + "A".repeat(86)));
        assertInstanceOf(TokenReading.Valid.class, verifier.verify(signed));
    }

    @Test
    void readsWhatWasSigned() {
        GrantToken token = token(NOON.plusSeconds(60));

        assertEquals(new TokenReading.Valid(token), verifier.verify(signer.sign(token)));
        assertInstanceOf(TokenReading.Valid.class, verifier.verify(changed(builder -> builder)));
    }

    @Test
    void endsNoSoonerThanTheGrantAndAtMostASecondLater() {
        String token = signer.sign(token(NOON.plusMillis(60_500)));

        clock.forward(Duration.ofMillis(60_500));
        assertInstanceOf(TokenReading.Valid.class, verifier.verify(token));
        clock.forward(Duration.ofMillis(501));
        assertInvalid("token is refused: ExpiredJwt", token);
    }

    @Test
    void refusesATokenBeforeItsTime() {
        String token = signer.sign(token(NOON.plusSeconds(60)));
        clock.back(Duration.ofMillis(1));

        assertInvalid("token is refused: PrematureJwt", token);
    }

    @Test
    void refusesEachAlteredCharacter() {
        String token = signer.sign(token(NOON.plusSeconds(60)));

        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'Q' : 'A';
            String altered = token.substring(0, i) + other + token.substring(i + 1);
            assertFalse(verifier.verify(altered) instanceof TokenReading.Valid, "altered at " + i);
        }
    }

    @Test
    void refusesAnotherKey() {
        GrantTokenSigner other = new GrantTokenSigner(TestHouse.ed25519().getPrivate(), TestHouse.ISSUER, clock);

        assertInvalid("token is refused: Signature", other.sign(token(NOON.plusSeconds(60))));
    }

    @Test
    void refusesNoSignature() {
        String[] parts = signer.sign(token(NOON.plusSeconds(60))).split("\\.", -1);
        String none = BASE64.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));

        assertInvalid("token is refused: UnsupportedJwt", none + "." + parts[1] + ".");
        assertFalse(verifier.verify(parts[0] + "." + parts[1] + ".") instanceof TokenReading.Valid);
    }

    @Test
    void refusesTheOtherAlgorithms() throws NoSuchAlgorithmException {
        JwtBuilder claims = Jwts.builder().issuer(TestHouse.ISSUER).subject("alice");
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        byte[] publicKeyAsSecret = key.getPublic().getEncoded();

        assertInvalid(
                "token is refused: Signature",
                claims.signWith(rsa.getPrivate(), Jwts.SIG.RS256).compact());
        assertInvalid(
                "token is refused: Signature",
                claims.signWith(new javax.crypto.spec.SecretKeySpec(publicKeyAsSecret, "HmacSHA256"), Jwts.SIG.HS256)
                        .compact());
    }

    @Test
    void refusesAnotherIssuerAudienceOrType() {
        assertInvalid("token is refused: IncorrectClaim", changed(builder -> builder.issuer("elsewhere")));
        assertInvalid(
                "token is not for this audience alone",
                changed(builder -> builder.audience().add("other").and()));
        assertInvalid(
                "token is not of type bastion-grant+jwt",
                changed(builder -> builder.header().type("JWT").and()));
    }

    @Test
    void refusesMissingAndNonsensicalClaims() {
        assertInvalid("token is malformed: claim jti is missing", changed(builder -> builder.id(null)));
        assertInvalid("token is malformed: claim exp is missing", changed(builder -> builder.expiration(null)));
        assertInvalid("token is malformed: claim nbf is missing", changed(builder -> builder.notBefore(null)));
        assertInvalid("token is malformed: claim grant is missing", changed(builder -> builder.claim("grant", null)));
        assertInvalid(
                "token is malformed: claim grant is of a wrong kind",
                changed(builder -> builder.claim("grant", "seven")));
        assertInvalid(
                "token is malformed: claim targets is not a list of texts",
                changed(builder -> builder.claim("targets", List.of(1))));
        assertInvalid(
                "token is malformed: claim permits has an unknown word",
                changed(builder -> builder.claim("permits", List.of("root"))));
        assertInvalid(
                "token is malformed: person is among the approvers",
                changed(builder -> builder.claim("approvers", List.of("alice"))));
    }

    @Test
    void refusesWhatIsNoToken() {
        assertInvalid("token is longer than 16384 characters", "x".repeat(1_000_000));
        for (String text : List.of("", " ", ".", "..", "a.b.c", "{}", "a.b.c.d.e", "\u0000")) {
            assertInstanceOf(TokenReading.Invalid.class, verifier.verify(text), text);
        }
    }

    @Test
    void takesEd25519KeysAlone() throws NoSuchAlgorithmException {
        KeyPair ed448 = KeyPairGenerator.getInstance("Ed448").generateKeyPair();

        assertThrows(
                IllegalArgumentException.class,
                () -> new GrantTokenSigner(ed448.getPrivate(), TestHouse.ISSUER, clock));
        assertThrows(
                IllegalArgumentException.class,
                () -> new GrantTokenVerifier(ed448.getPublic(), TestHouse.ISSUER, clock));
    }

    @Test
    void signsNothingThatIsOver() {
        clock.forward(Duration.ofMinutes(1));

        assertThrows(IllegalArgumentException.class, () -> signer.sign(token(NOON.plusSeconds(60))));
    }
}
