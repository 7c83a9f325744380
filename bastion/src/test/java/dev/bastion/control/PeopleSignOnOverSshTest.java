package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Ed25519Pair;
import dev.bastion.config.Secret;
import dev.bastion.config.SingleSignOn;
import dev.bastion.factor.SecretSeal;
import dev.bastion.policy.Proofs;
import dev.bastion.signon.SignOnDesk;
import dev.bastion.signon.SignedOnPeople;
import dev.bastion.signon.TestProvider;
import dev.bastion.signon.TestProvider.Reply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PeopleSignOnOverSshTest {
    private static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.7", 50_000);

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private final Ed25519Pair key = Ed25519Pair.generate(random);
    private World world;
    private TestProvider provider;
    private SignOnDesk desk;
    private ControlCommands commands;

    @BeforeEach
    void open() throws IOException {
        world = new World(directory);
        provider = new TestProvider(world.clock);
        provider.device = Reply.ok(provider.device("\"interval\":1"));
        desk = SignOnDesk.open(
                new SingleSignOn(
                        URI.create(provider.issuer()),
                        TestProvider.CLIENT,
                        Optional.of(new Secret(TestProvider.SECRET)),
                        List.of("openid"),
                        "preferred_username",
                        "groups",
                        Map.of("sre", "engineers"),
                        Set.of("RS256"),
                        Duration.ofHours(8),
                        Duration.ofMinutes(5),
                        Duration.ofHours(1),
                        false),
                new SignOnDesk.Parts(
                        world.policies,
                        world.desk,
                        world.journal,
                        SignedOnPeople.follow(world.policies, world.journal, world.clock),
                        directory.resolve("sign-on"),
                        new SecretSeal(new byte[32], "test", random),
                        (signOn, events, sentence) -> {}),
                world.clock,
                random);
        commands = world.signingOnAt(desk);
    }

    @AfterEach
    void close() {
        desk.close();
        provider.close();
    }

    private Channel newcomer(String line) {
        Channel channel = new Channel();
        channel.status = commands.run(new Newcomer(key.sshKey(), SOURCE), line, channel);
        return channel;
    }

    private Channel zoe(String line) {
        Caller caller = new Caller(
                world.policies.current().person("zoe").orElseThrow(),
                Optional.of(key.sshKey()),
                false,
                SOURCE,
                new Proofs("192.0.2.7", false, false));
        Channel channel = new Channel();
        channel.status = commands.run(caller, line, channel);
        return channel;
    }

    private void signOn() {
        provider.says(provider.vouchesFor("zoe", "1", "sre", "admins"));
        assertEquals(0, newcomer("login").status);
    }

    @Test
    void loginSaysWhereToGoAndAnswersWithTheName() {
        provider.says(Reply.error("authorization_pending"), provider.vouchesFor("zoe", "1", "sre", "admins"));
        Channel login = newcomer("login");

        assertEquals(0, login.status, login::told);
        assertEquals("zoe\n", login.printed());
        assertTrue(
                login.told().contains("open " + provider.issuer() + "/go and enter the code ABCD-EFGH\n"), login::told);
        assertTrue(login.told().contains(key.sshKey().fingerprint() + " becomes yours by it"), login::told);
        assertTrue(login.told().contains("you are zoe by this key until 21:00 UTC, in 8h, of engineers"), login::told);
        assertEquals(
                Set.of("engineers"),
                world.policies.current().person("zoe").orElseThrow().groups());
    }

    @Test
    void loginAnswersProgramsWithOneObject() {
        provider.says(provider.vouchesFor("zoe", "1", "sre"));
        Channel login = newcomer("login --json");
        assertEquals("zoe", login.json().get("sign_on").get("person").asText());
        assertTrue(login.told().contains("ABCD-EFGH"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "whoami",
                "request prod-db-1 --reason x",
                "login alice",
                "login; whoami",
                "logout",
                "nonsense"
            })
    void whoIsNobodyYetMayDoNothingElse(String line) {
        Channel refused = newcomer(line);
        assertEquals(1, refused.status);
        assertEquals("", refused.printed());
        assertEquals(
                "the key %s is nobody's here yet\nhint: sign on first: ssh bastion login\n"
                        .formatted(key.sshKey().fingerprint()),
                refused.told());
    }

    @Test
    void whatTheProviderRefusesIsSaidAndNothingIsPrinted() {
        provider.says(Reply.error("access_denied"));
        Channel refused = newcomer("login --json");
        assertEquals(1, refused.status);
        assertEquals("access_denied", refused.json().get("error").get("code").asText());
        assertTrue(world.journal.events().isEmpty());
    }

    @Test
    void whoeverIsWrittenInThePolicyIsNotTakenOver() {
        provider.says(provider.vouchesFor("alice", "1", "sre"));
        Channel refused = newcomer("login");
        assertEquals(1, refused.status);
        assertTrue(refused.told().contains("'alice' is written in access.yaml"), refused::told);
    }

    @Test
    void aClientThatLeavesEndsTheWaiting() throws InterruptedException {
        provider.device = Reply.ok(provider.device("\"interval\":60"));
        Channel channel = new Channel();
        Thread waiting = Thread.ofVirtual()
                .start(() -> channel.status = commands.run(new Newcomer(key.sshKey(), SOURCE), "login", channel));
        channel.awaitTold("waiting until");
        channel.close();
        assertTrue(waiting.join(Duration.ofSeconds(20)));
        assertEquals(4, channel.status);
        assertTrue(world.journal.events().isEmpty());
    }

    @Test
    void loginOfWhoIsSignedOnIsHarmless() {
        signOn();
        int before = world.journal.events().size();
        Channel login = zoe("login");
        assertEquals(0, login.status);
        assertEquals("you are signed on as zoe until 21:00 UTC, in 8h\n", login.printed());
        assertEquals(before, world.journal.events().size());
    }

    @Test
    void loginOfWhoIsWrittenInThePolicyIsHarmless() {
        Channel login = new Channel();
        login.status = commands.run(world.caller("alice"), "login", login);
        assertEquals(0, login.status);
        assertEquals("you are alice by access.yaml, and need not sign on\n", login.printed());
    }

    @Test
    void loginAgainBeginsTheHoursAnew() {
        signOn();
        world.clock.advance(Duration.ofMinutes(4));
        provider.says(provider.vouchesFor("zoe", "1", "sre"));
        Channel again = zoe("login --again");
        assertEquals(0, again.status, again::told);
        assertTrue(again.told().contains("until 21:04 UTC"), again::told);
        assertEquals(1, world.journal.state().signOns().size());
    }

    @Test
    void whoamiShowsIt() {
        signOn();
        assertTrue(zoe("whoami")
                .printed()
                .contains("signed on: by " + provider.issuer()
                        + " until 21:00 UTC, in 8h; end it with: ssh bastion logout"));
        assertEquals(
                provider.issuer(),
                zoe("whoami --json").json().get("sign_on").get("issuer").asText());
        assertTrue(world.ssh("alice", "whoami --json").json().get("sign_on").isNull());
    }

    @Test
    void logoutEndsItAtOnce() {
        signOn();
        Channel logout = zoe("logout");
        assertEquals(0, logout.status);
        assertEquals("you are logged out, and what you had by this key has ended\n", logout.told());
        assertFalse(world.policies.current().person("zoe").isPresent());
        assertTrue(world.journal.state().signOns().isEmpty());
    }

    @Test
    void logoutOfWhoIsWrittenInThePolicyDoesNothing() {
        Channel logout = new Channel();
        logout.status = commands.run(world.caller("alice"), "logout", logout);
        assertEquals(1, logout.status);
    }

    @Test
    void aConnectionWhoseSignOnIsOverSaysSo() {
        signOn();
        Caller before = new Caller(
                world.policies.current().person("zoe").orElseThrow(),
                Optional.of(key.sshKey()),
                false,
                SOURCE,
                new Proofs("192.0.2.7", false, false));
        zoe("logout");
        Channel refused = new Channel();
        refused.status = commands.run(before, "whoami", refused);
        assertEquals(1, refused.status);
        assertEquals("your single sign-on is over\nhint: ssh bastion login\n", refused.told());
    }

    @Test
    void anAdministratorFreesAName() {
        signOn();
        zoe("logout");
        Channel freed = new Channel();
        freed.status = commands.run(world.caller("carol"), "person free zoe --reason another has it", freed);
        assertEquals(0, freed.status, freed::told);
        assertTrue(world.journal.state().signOnSubject("zoe").isEmpty());
    }
}
