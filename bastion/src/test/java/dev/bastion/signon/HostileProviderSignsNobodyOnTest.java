package dev.bastion.signon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Decision;
import dev.bastion.signon.TestProvider.Reply;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each answer that is not what it should be: a sentence, nothing changed, nothing hung. */
@Timeout(60)
class HostileProviderSignsNobodyOnTest {
    @TempDir
    Path directory;

    private SignOnHouse house;

    @BeforeEach
    void open() throws IOException {
        house = new SignOnHouse(directory);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private String refused() throws Exception {
        SignOnDesk.Outcome outcome = house.signOn("zoe");
        String sentence = assertInstanceOf(SignOnDesk.Outcome.Refused.class, outcome)
                .why()
                .sentence();
        assertEquals(List.of(), house.events());
        assertTrue(house.person("zoe").isEmpty());
        try (Stream<Path> kept = Files.list(directory)) {
            assertEquals(List.of(), kept.toList());
        }
        return sentence;
    }

    private String refused(Consumer<JwtBuilder> change) throws Exception {
        house.provider.says(house.provider.vouchesFor("zoe", "1", List.of("engineers"), change));
        return refused();
    }

    @Test
    void whatIsRightSignsOn() throws Exception {
        house.provider.says(
                Reply.error("authorization_pending"), house.provider.vouchesFor("zoe", "1", "engineers", "x"));
        SignOnDesk.Outcome.Decided decided = assertInstanceOf(SignOnDesk.Outcome.Decided.class, house.signOn("zoe"));
        assertInstanceOf(Decision.SignOnChanged.class, decided.decision());
        assertEquals(Set.of("engineers"), house.person("zoe").orElseThrow().groups());
        assertTrue(house.provider.authorizations.stream()
                .allMatch(
                        ("Basic "
                                        + Base64.getEncoder()
                                                .encodeToString("bastion:open+sesame".getBytes(StandardCharsets.UTF_8)))
                                ::equals));
    }

    private static Date in(Duration time) {
        // The house's clock stands at noon, and moves by the five seconds of one pause.
        return Date.from(Instant.parse("2026-11-20T12:00:00Z").plus(time));
    }

    static Stream<Arguments> wrongTokens() {
        KeyPair another = Jwts.SIG.RS256.keyPair().build();
        return Stream.of(
                wrong("its signature is wrong", token -> token.signWith(another.getPrivate(), Jwts.SIG.RS256)),
                wrong("it is for another audience", token -> token.claim("aud", "another")),
                wrong(
                        "it was made for another client",
                        token -> token.audience().add("bastion").add("another").and()),
                wrong("it was made for another client", token -> token.claim("azp", "another")),
                wrong("it is of another issuer", token -> token.issuer("https://evil.example.org")),
                wrong("it names no issuer", token -> token.issuer(null)),
                wrong("it has expired", token -> token.expiration(in(Duration.ofMinutes(-2)))),
                wrong("it does not say from when and until when it is good", token -> token.expiration(null)),
                wrong("it does not say from when and until when it is good", token -> token.issuedAt(null)),
                wrong("it was made in the future", token -> token.issuedAt(in(Duration.ofMinutes(3)))),
                wrong("it was made too long ago", token -> token.issuedAt(in(Duration.ofMinutes(-11)))),
                wrong("it is not good yet", token -> token.notBefore(in(Duration.ofMinutes(3)))),
                wrong("it answers another question", token -> token.claim("nonce", "of another flow")),
                wrong("it names no subject", token -> token.subject(null)),
                wrong(
                        "it has no claim 'preferred_username', which is the person's name",
                        token -> token.claim("preferred_username", List.of("zoe"))),
                wrong(
                        "it is signed with a key that the provider does not show",
                        token -> token.header().keyId("k9")),
                wrong(
                        "it is not signed by a listed algorithm",
                        token -> token.signWith(another.getPrivate(), Jwts.SIG.RS512)),
                wrong(
                        "it is not signed by a listed algorithm",
                        token -> token.signWith(
                                Keys.hmacShaKeyFor(
                                        TestProvider.FIRST_KEY.getPublic().getEncoded()),
                                Jwts.SIG.HS256)));
    }

    private static Arguments wrong(String why, Consumer<JwtBuilder> change) {
        return Arguments.of(why, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongTokens")
    void aTokenThatIsNotForThisBastionNowIsRefused(String why, Consumer<JwtBuilder> change) throws Exception {
        assertEquals("the provider's ID token is refused: " + why, refused(change));
    }

    @Test
    void aTokenWithoutSignatureIsRefused() throws Exception {
        String signed = house.provider.token("zoe", "1", List.of("engineers"), right -> {});
        String claims = signed.split("\\.", -1)[1];
        for (String none : List.of("none", "NONE", "None")) {
            String header = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(("{\"alg\":\"" + none + "\"}").getBytes(StandardCharsets.UTF_8));
            for (String signature : List.of("", signed.split("\\.", -1)[2])) {
                house.provider.says(house.provider.vouches(header + "." + claims + "." + signature));
                assertTrue(refused().startsWith("the provider's ID token is refused: "));
            }
        }
    }

    @Test
    void thePublicKeyIsNoSharedSecret() throws Exception {
        // As PEM, which is what a careless verifier has in its hand.
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(TestProvider.FIRST_KEY.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        assertEquals(
                "the provider's ID token is refused: it is not signed by a listed algorithm",
                refused(token ->
                        token.signWith(Keys.hmacShaKeyFor(pem.getBytes(StandardCharsets.UTF_8)), Jwts.SIG.HS256)));
    }

    @Test
    void aTokenBringsNoKeyOfItsOwn() throws Exception {
        KeyPair own = Jwts.SIG.RS256.keyPair().build();
        assertTrue(refused(token -> token.header()
                        .keyId("k1")
                        .add("jku", "https://evil.example.org/keys")
                        .and()
                        .signWith(own.getPrivate(), Jwts.SIG.RS256))
                .endsWith("its signature is wrong"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{",
                "{}{}",
                "{\"id_token\":\"a\",\"id_token\":\"b\"}",
                "null",
                "\"text\"",
            })
    void garbageInPlaceOfTokensIsRefused(String garbage) throws Exception {
        house.provider.says(Reply.ok(garbage));
        assertTrue(refused().startsWith("the provider's token answer is no JSON"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b.c", "x", "....", "e30.e30.e30", "\\u0000"})
    void garbageInPlaceOfAnIdTokenIsRefused(String garbage) throws Exception {
        house.provider.says(house.provider.vouches(garbage));
        assertTrue(refused().startsWith("the provider's ID token is refused: ")
                || refused().contains("no ID token"));
    }

    @Test
    void aHugeAnswerIsNotReadToItsEnd() throws Exception {
        Reply huge = Reply.ok("{\"a\":\"" + "x".repeat(ProviderHttp.LARGEST) + "\"}");
        house.provider.says(huge);
        assertTrue(refused().startsWith("the provider answered with more than 256 kB"));
        house.provider.device = huge;
        assertTrue(refused().startsWith("the provider answered with more than 256 kB"));
    }

    @Test
    void deepJsonIsRefused() throws Exception {
        house.provider.says(Reply.ok("[".repeat(100_000)));
        assertEquals("the provider's token answer is no JSON", refused());
    }

    @Test
    void aProviderThatNeverAnswersHoldsNobodyUp() throws Exception {
        house.provider.says(Reply.never());
        assertTrue(refused().startsWith("the provider did not answer within 2000 ms"));
        house.provider.device = Reply.never();
        assertTrue(refused().startsWith("the provider did not answer within 2000 ms"));
    }

    @Test
    void noRedirectIsFollowed() throws Exception {
        house.provider.says(Reply.redirect("http://127.0.0.1:1/token"));
        assertTrue(refused().startsWith("the provider answered 302, and no redirect is followed"));
        house.provider.configuration = Reply.redirect(house.provider.issuer() + "/elsewhere");
        house.house.clock.forward(Duration.ofHours(2));
        assertTrue(refused().startsWith("the provider answered 302, and no redirect is followed"));
    }

    @Test
    void aConfigurationOfAnotherIssuerIsRefused() throws Exception {
        house.provider.configuration = Reply.ok(
                house.provider.configuration("").replace(house.provider.issuer() + "\"", "https://x.example\""));
        assertEquals("the provider's configuration is that of another issuer", refused());
    }

    @Test
    void aConfigurationThatLeadsIntoTheOpenIsRefused() throws Exception {
        house.provider.configuration = Reply.ok(house.provider
                .configuration("")
                .replace(house.provider.issuer() + "/token", "http://login.example.org/token"));
        assertEquals("of the provider's 'token_endpoint', tokens would leave this machine in the open", refused());
    }

    @Test
    void aProviderWithoutDeviceFlowIsSaidToHaveNone() throws Exception {
        house.provider.configuration =
                Reply.ok(house.provider.configuration("").replace("device_authorization_endpoint", "other"));
        assertEquals("the provider offers no device flow (RFC 8628)", refused());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"user_code\":\"\\u001b[2J\"",
                "\"user_code\":\"" + "A" + "\\nrm -rf" + "\"",
                "\"verification_uri\":\"javascript:alert(1)\"",
                "\"verification_uri\":\"http://x.example.org/in-the-open\"",
                "\"verification_uri\":\"https://x.example.org/\\u001b]52;c;AAAA\\u0007\"",
                "\"expires_in\":-1",
                "\"expires_in\":\"soon\"",
                "\"device_code\":7",
            })
    void whatAPersonCouldNotTypeOrOpenIsNotShown(String part) throws Exception {
        String name = part.substring(0, part.indexOf(':') + 1);
        String right = house.provider.device("\"interval\":5");
        String changed =
                right.replaceFirst(name + "(\"[^\"]*\"|[0-9]+)", java.util.regex.Matcher.quoteReplacement(part));
        assertFalse(changed.equals(right));
        house.provider.device = Reply.ok(changed);
        String sentence = refused();
        assertTrue(sentence.startsWith("the provider's "), sentence);
        assertTrue(sentence.chars().noneMatch(c -> c < ' '), sentence);
    }

    @Test
    void aPersonWhoSaysNoThereIsNotSignedOn() throws Exception {
        house.provider.says(Reply.error("authorization_pending"), Reply.error("access_denied"));
        assertEquals("it was refused at the provider, and nothing has changed", refused());
    }

    @Test
    void aCodeThatIsNotUsedRunsOut() throws Exception {
        house.provider.says(Reply.error("expired_token"));
        assertEquals("the code was not used in time, and nothing has changed", refused());
        house.provider.says(Reply.error("authorization_pending"));
        assertEquals("the code was not used in time, and nothing has changed", refused());
        assertEquals(Duration.ofMinutes(10), house.pauses.stream().skip(1).reduce(Duration.ZERO, Duration::plus));
    }

    @Test
    void aProviderThatWantsFewerQuestionsGetsFewer() throws Exception {
        house.provider.says(
                Reply.error("authorization_pending"),
                Reply.error("slow_down"),
                Reply.error("slow_down"),
                Reply.error("access_denied"));
        refused();
        assertEquals(
                List.of(5L, 5L, 10L, 15L),
                house.pauses.stream().map(Duration::toSeconds).toList());
    }

    @Test
    void aProviderThatWantsNoPauseGetsOne() throws Exception {
        house.provider.device = Reply.ok(house.provider.device("\"interval\":0"));
        house.provider.says(Reply.error("authorization_pending"), Reply.error("access_denied"));
        refused();
        assertEquals(
                List.of(5L, 5L), house.pauses.stream().map(Duration::toSeconds).toList());
    }

    @Test
    void aFaultOfTheProviderIsTriedAgainAFewTimes() throws Exception {
        house.provider.says(Reply.of(503, "down"));
        assertEquals("the provider answered 503", refused());
        assertEquals(
                List.of(5L, 10L, 20L, 40L, 60L),
                house.pauses.stream().map(Duration::toSeconds).toList());
    }

    @Test
    void withoutARefreshTokenNobodyIsSignedOn() throws Exception {
        String token = house.provider.token("zoe", "1", List.of(), right -> {});
        house.provider.says(Reply.ok("{\"id_token\":\"" + token + "\"}"));
        assertTrue(refused().startsWith("the provider gave no refresh token"));
    }

    @Test
    void whoeverLeavesIsNotSignedOn() throws Exception {
        house.provider.says(house.provider.vouchesFor("zoe", "1", "engineers"));
        try (var pending = assertInstanceOf(SignOnDesk.Start.Begun.class, house.begin("zoe"))
                .pending()) {
            assertInstanceOf(SignOnDesk.Outcome.Left.class, pending.await(length -> false));
        }
        assertEquals(List.of(), house.events());
    }

    @Test
    void nobodyFillsTheBastionWithFlows() throws Exception {
        for (int i = 0; i < PendingFlows.AN_ADDRESS; i++) {
            assertInstanceOf(SignOnDesk.Start.Begun.class, house.begin("zoe"));
        }
        assertEquals(
                "too many people sign on from there at this moment",
                assertInstanceOf(SignOnDesk.Start.Refused.class, house.begin("zoe"))
                        .why()
                        .sentence());
    }

    @Test
    void nobodyMakesTheBastionAskTheProviderWithoutEnd() throws Exception {
        for (int i = 0; i < PendingFlows.A_MINUTE_AN_ADDRESS; i++) {
            assertInstanceOf(SignOnDesk.Start.Begun.class, house.begin("zoe"))
                    .pending()
                    .close();
        }
        assertInstanceOf(SignOnDesk.Start.Refused.class, house.begin("zoe"));
        house.house.clock.forward(Duration.ofMinutes(1));
        assertInstanceOf(SignOnDesk.Start.Begun.class, house.begin("zoe"));
    }

    @Test
    void theNonceThatWasGivenIsTaken() throws Exception {
        house.provider.says(Reply.error("authorization_pending"));
        try (var pending = assertInstanceOf(SignOnDesk.Start.Begun.class, house.begin("zoe"))
                .pending()) {
            house.provider.says(house.provider.vouchesFor(
                    "zoe", "1", List.of("engineers"), token -> token.claim("nonce", house.provider.nonce())));
            assertInstanceOf(SignOnDesk.Outcome.Decided.class, pending.await(length -> true));
        }
        assertEquals(1, house.events().size());
    }

    // ---- keys

    @Test
    void aNewKeyIsFetchedOnceItIsUsed() throws Exception {
        house.provider.says(house.provider.vouchesFor("zoe", "1", "engineers"));
        house.signOn("zoe");
        assertEquals(1, house.provider.keyFetches.get());

        house.provider.shows(TestProvider.FIRST_KEY, TestProvider.SECOND_KEY);
        house.house.clock.forward(ProviderKeys.SELDOM);
        house.provider.says(house.provider.vouchesFor(
                "yan",
                "2",
                List.of("engineers"),
                token -> token.header()
                        .keyId("k2")
                        .and()
                        .signWith(TestProvider.SECOND_KEY.getPrivate(), Jwts.SIG.ES256)));
        assertInstanceOf(SignOnDesk.Outcome.Decided.class, house.signOn("yan"));
        assertEquals(2, house.provider.keyFetches.get());
    }

    @Test
    void keysThatNobodyKnowsDoNotMakeTheBastionAskEachTime() throws Exception {
        for (int i = 0; i < 5; i++) {
            int number = i;
            refused(token -> token.header().keyId("made-up-" + number));
        }
        // Each flow waits five seconds: one fetch at first, and one more for the first that was not there in thirty.
        assertEquals(1, house.provider.keyFetches.get());
    }

    @Test
    void aKeyThatTheProviderTookAwaySignsNothingAnHourLater() throws Exception {
        house.provider.says(house.provider.vouchesFor("zoe", "1", "engineers"));
        house.signOn("zoe");
        house.provider.shows(TestProvider.SECOND_KEY);
        house.house.clock.forward(ProviderKeys.OLD);
        house.provider.says(house.provider.vouchesFor("yan", "2", "engineers"));
        assertInstanceOf(SignOnDesk.Outcome.Refused.class, house.signOn("yan"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"keys\":[]}",
                "{\"keys\":7}",
                "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"k1\",\"k\":\"AAAA\"}]}"
            })
    void keysThatAreNoneProveNothing(String keys) throws Exception {
        house.provider.keys = Reply.ok(keys);
        String sentence = refused(right -> {});
        assertTrue(
                sentence.equals("the provider's keys cannot be read")
                        || sentence.endsWith("it is signed with a key that the provider does not show"),
                sentence);
    }
}
