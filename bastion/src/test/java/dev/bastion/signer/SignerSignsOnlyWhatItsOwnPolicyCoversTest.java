package dev.bastion.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.ApprovalProof;
import dev.bastion.certs.Certificate;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.IssuanceRefusedException;
import dev.bastion.certs.SignerUnavailableException;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.Consent;
import dev.bastion.policy.Decision;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Proofs;
import dev.bastion.policy.SignerEvent;
import dev.bastion.signer.SignerMessage.Answer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** THREATS T24: a bastion that is taken over has the grant-token key, and gets nothing that the signer does not cover. */
class SignerSignsOnlyWhatItsOwnPolicyCoversTest {
    @TempDir
    Path directory;

    private SignerHouse house;

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    @Test
    void signsForAPersonUnderAGrantAndWritesItDownBeforeAndAfter() throws Exception {
        house = SignerHouse.in(directory);
        Grant grant = house.granted("plain");

        Certificate certificate = house.certificate("alice", "alice", grant);

        assertEquals(List.of("alice"), certificate.principals());
        assertEquals(
                List.of(SignerEvent.SignatureIntended.class, SignerEvent.SignatureGiven.class),
                house.signed.events().stream().map(Object::getClass).toList());
    }

    @Test
    void signsForATargetUnderAGrant() throws Exception {
        house = SignerHouse.in(directory);

        var onward = house.onward(house.granted("plain"), "postgres", Set.of("permit-pty"));

        assertEquals(List.of("postgres"), onward.certificate().principals());
    }

    @Test
    void refusesAKeyThatIsNotThePersons() throws Exception {
        house = SignerHouse.in(directory);
        Grant grant = house.granted("plain");

        assertRefused("the key is not one of 'alice'", () -> house.certificate("alice", "mallory", grant));
    }

    @Test
    void refusesWhatTheBastionsOwnPolicyAloneGives() throws Exception {
        house = SignerHouse.in(directory, text -> text.replace("default: 45m, max: 4h", "default: 15m, max: 30m"));
        Grant grant = house.granted("plain");

        assertRefused("of rule 'plain'", () -> house.certificate("alice", "alice", grant));
    }

    @Test
    void refusesAPersonWhomItDoesNotKnow() throws Exception {
        house = SignerHouse.in(directory, text -> text.replaceAll("(?m)^  alice:.*\n", ""));
        Grant grant = house.granted("plain");

        assertRefused("not for one person that is known here", () -> house.certificate("alice", "alice", grant));
    }

    @Test
    void refusesATokenThatNobodyAgreedTo() throws Exception {
        house = SignerHouse.in(directory);
        Grant forged = house.forged("plain", Set.of());

        assertRefused("of the 1 that rule 'plain' asks for", () -> house.certificate("alice", "alice", forged));
    }

    @Test
    void refusesATokenThatSaysMoreThanWasAskedFor() throws Exception {
        house = SignerHouse.in(directory);
        Grant forged = house.forgedFor("plain", List.of("prod-db-1", "prod-web-1"));

        assertRefused("says other than", () -> house.certificate("alice", "alice", forged));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy", "root"})
    void refusesALoginThatTheGrantIsNotFor(String login) throws Exception {
        house = SignerHouse.in(directory);
        Grant grant = house.granted("plain");

        assertRefused("the principal is not that of", () -> house.onward(grant, login, Set.of()));
    }

    @Test
    void refusesMorePermitsThanTheGrantHas() throws Exception {
        house = SignerHouse.in(directory);
        Grant grant = house.granted("plain");

        assertRefused("permits more than", () -> house.onward(grant, "postgres", Set.of("permit-agent-forwarding")));
    }

    @Test
    void refusesWhatIsGoodOnTheTargetsFromAnywhere() throws Exception {
        house = SignerHouse.in(directory);
        Grant grant = house.granted("plain");

        assertRefused(
                "it is not bound to one address", () -> house.onward(grant, "postgres", Set.of(), Optional.empty()));
    }

    @Test
    void refusesWhatIsBoundToAnotherAddressThanTheBastions() throws Exception {
        InetAddress bastions = InetAddress.getByName("198.51.100.1");
        house = SignerHouse.servingFrom(directory, bastions);
        Grant grant = house.granted("plain");

        assertRefused("it is not bound to 198.51.100.1", () -> house.onward(grant, "postgres", Set.of()));
        house.onward(grant, "postgres", Set.of(), Optional.of(bastions));
    }

    @Test
    void refusesOnceTheGrantIsOver() throws Exception {
        house = SignerHouse.in(directory);
        Grant grant = house.granted("plain");
        house.bastion.clock.forward(Duration.ofHours(2));

        assertRefused("a grant token is not valid", () -> house.onward(grant, "postgres", Set.of()));
    }

    // ---- approvals that the approvers signed themselves

    @Test
    void believesTheBastionNoApprovalWhereTheRuleWantsSignatures() throws Exception {
        house = SignerHouse.in(directory);
        Grant forged = house.forged("signed", Set.of("bob"));

        assertRefused("of the 1 that rule 'signed' asks for", () -> house.certificate("alice", "alice", forged));
    }

    @Test
    void signsWhatAnApproverSignedWithSshKeygen() throws Exception {
        house = SignerHouse.in(directory);
        AccessRequest request = house.asked("signed");
        Path text =
                Files.write(directory.resolve("request"), house.text(request).bytes());
        run(
                "ssh-keygen",
                "-q",
                "-Y",
                "sign",
                "-n",
                ApprovalProof.NAMESPACE,
                "-f",
                house.bobsFile.toString(),
                text.toString());

        Grant grant = house.approved(request, Files.readString(Path.of(text + ".sig")));

        assertEquals(
                List.of("alice"), house.certificate("alice", "alice", grant).principals());
    }

    @Test
    void signsWhatAnApproverSignedByLoggingIn() throws Exception {
        house = SignerHouse.in(directory);
        AccessRequest request = house.asked("signed");

        Grant grant =
                house.approved(request, house.login("bob", house.text(request).user()));

        assertEquals(
                List.of("alice"), house.certificate("alice", "alice", grant).principals());
    }

    @Test
    void takesNoSignatureOverAnotherRequest() throws Exception {
        house = SignerHouse.in(directory);
        AccessRequest other = house.asked("signed");
        AccessRequest request = house.asked("signed");

        Grant grant =
                house.approved(request, house.login("bob", house.text(other).user()));

        assertRefused("of the 1 that rule 'signed' asks for", () -> house.certificate("alice", "alice", grant));
    }

    @Test
    void takesNobodysSignatureForTheirOwnRequest() throws Exception {
        house = SignerHouse.in(directory);
        Grant grant = house.forged("signed", Set.of("bob"));
        AccessRequest request = house.bastion.state().request(grant.request()).orElseThrow();
        String proof = house.login("alice", house.text(request).user());

        assertRefused("of the 1 that rule 'signed' asks for", () -> house.lyingOf(grant, request, "alice", proof));
    }

    @Test
    void theDeskItselfCountsNoApprovalWithoutASignature() throws Exception {
        house = SignerHouse.in(directory);
        AccessRequest request = house.asked("signed");

        Decision decision = house.bastion.decide(
                house.bastion.desk.approve("bob", request.id(), Consent.WHOLE, Proofs.NONE, Optional.empty()));

        assertTrue(assertInstanceOf(Decision.Refused.class, decision).sentence().contains("asks for a signature"));
    }

    // ---- faces

    @Test
    void signsFacesForTheNamesOfOneTarget() throws Exception {
        house = SignerHouse.in(directory);

        Certificate face = house.face(Ed25519Pair.generate(SignerHouse.RANDOM), List.of("prod-db-1", "db1"));

        assertEquals(List.of("prod-db-1", "db1"), face.principals());
        assertEquals(
                List.of("bastion"),
                house.face(house.bastionHostKey, List.of("bastion")).principals());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bastion", "prod-db-1,prod-web-1", "*", "elsewhere"})
    void refusesFacesOfOthers(String names) throws Exception {
        house = SignerHouse.in(directory);
        Ed25519Pair key = Ed25519Pair.generate(SignerHouse.RANDOM);

        assertRefused("not for the names of one target", () -> house.face(key, List.of(names.split(",", -1))));
    }

    // ---- the socket

    @Test
    void signsNoMoreInAMinuteThanItMay() throws Exception {
        house = SignerHouse.in(directory);
        Ed25519Pair key = Ed25519Pair.generate(SignerHouse.RANDOM);
        for (int i = 0; i < SignerHouse.PER_MINUTE; i++) {
            house.face(key, List.of("prod-db-1"));
        }

        assertRefused("more is asked for in a minute", () -> house.face(key, List.of("prod-db-1")));
        house.bastion.clock.forward(Duration.ofMinutes(1));
        house.face(key, List.of("prod-db-1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MAX_VALUE, SignerMessage.LIMIT + 1})
    void hangsUpOnALengthThatIsNone(int length) throws Exception {
        house = SignerHouse.in(directory);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(house.socket));
            DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
            assertEquals(Answer.WELCOME, SignerMessage.read(in, Answer.class));
            new DataOutputStream(Channels.newOutputStream(channel)).writeInt(length);

            assertEquals(-1, in.read());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}x",
                "[]",
                "{\"order\":{}}",
                "{\"followed\":[],\"order\":{\"authority\":\"access\",\"body\":\"!\",\"grounds\":[]}}"
            })
    void answersWhatCannotBeReadWithNothingSigned(String question) throws Exception {
        house = SignerHouse.in(directory);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(house.socket));
            DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
            out.writeInt(question.length());
            out.writeBytes(question);

            DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
            assertEquals(Answer.WELCOME, SignerMessage.read(in, Answer.class));
            byte[] answer = in.readAllBytes();

            assertTrue(
                    answer.length == 0 || new String(answer, StandardCharsets.UTF_8).contains("refusal"),
                    new String(answer, StandardCharsets.UTF_8));
            assertEquals(List.<AccessEvent>of(), house.signed.events());
        }
    }

    @Test
    void answersNobodyButTheUserWhomItServes() throws Exception {
        house = SignerHouse.serving(directory, "somebody-else");
        Ed25519Pair key = Ed25519Pair.generate(SignerHouse.RANDOM);

        var refused = assertThrows(SignerUnavailableException.class, () -> house.face(key, List.of("prod-db-1")));

        String user = System.getProperty("user.name");
        assertTrue(
                refused.getMessage().contains("it serves the system's user 'somebody-else', not '" + user + "'"),
                refused.getMessage());
    }

    private interface Asking {
        Object ask() throws Exception;
    }

    private void assertRefused(String why, Asking asking) {
        Exception refused = assertThrows(Exception.class, asking::ask);
        Throwable cause = refused instanceof IssuanceRefusedException ? refused.getCause() : refused;
        assertTrue(
                assertInstanceOf(SignerUnavailableException.class, cause)
                        .getMessage()
                        .contains(why),
                cause.getMessage());
        assertTrue(
                house.signed.events().stream().noneMatch(SignerEvent.SignatureGiven.class::isInstance)
                        || why.contains("minute"),
                "something was signed");
    }

    private static void run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0, said);
    }
}
