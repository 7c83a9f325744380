package dev.bastion.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.LogLines;
import dev.bastion.certs.AuthorityFileException;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.SignerUnavailableException;
import dev.bastion.config.SignerPlace;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.InMemoryJournal;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.text.HostPort;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever is not the one client, or not the one signer, is refused, and both sides say why. */
@Timeout(120)
class SignerServesOneClientOverTlsTest {
    private final Instant longAgo = Instant.now().minus(Duration.ofDays(30));
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path directory;

    private final LogLines log = LogLines.of(SignerServer.class);
    private final InMemoryJournal signed = new InMemoryJournal();
    private final Ed25519Pair key = Ed25519Pair.generate(RANDOM);
    private TestPki pki;
    private HostPort address;
    private SignerServer server;

    @BeforeEach
    void start() throws IOException {
        pki = new TestPki(directory);
        pki.issue("site", "signer", "localhost");
        pki.issue("site", "bastion", "bastion.example");
        pki.issue("elsewhere", "foreign", "bastion.example");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = new HostPort("localhost", free.getLocalPort());
        }
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        log.close();
    }

    /** With the certificate of that name, believing whom that one certified. */
    private void serve(String own, String trusted) throws IOException {
        TestHouse house = new TestHouse();
        server = new SignerServer(
                new SignerServer.Place(pki.place(address, own, trusted), "bastion.example", 600),
                new SignerServer.Client(TestHouse.ISSUER, List.of("bastion"), key.sshKey(), Optional.empty()),
                house.policy::current,
                house.verifier,
                (authority, asked) -> Optional.of(key),
                signed,
                new FollowedFile(directory),
                Clock.systemUTC());
    }

    private SignerMessage.Answer ask(String own, String trusted) throws IOException {
        SignerRoute route = new SignerRoute(pki.place(address, own, trusted), Clock.systemUTC());
        return new SignerClient(route)
                .ask(new SignerMessage.Question(Optional.empty(), List.of()))
                .toCompletableFuture()
                .join();
    }

    private void assertRefused(String own, String trusted, String told) {
        CompletionException failed = assertThrows(CompletionException.class, () -> ask(own, trusted));
        String sentence = assertInstanceOf(SignerUnavailableException.class, failed.getCause())
                .getMessage();
        assertTrue(sentence.contains(told), sentence);
    }

    // ---- who is let in

    @Test
    void answersTheClientThatItServes() throws Exception {
        serve("signer", "site");

        assertEquals(Optional.empty(), ask("bastion", "site").refusal());
    }

    @Test
    void believesCertificatesThatAreNamedThemselves() throws Exception {
        serve("signer", "bastion");

        assertEquals(Optional.empty(), ask("bastion", "signer").refusal());
        assertRefused("foreign", "signer", "the other refuses this side's certificate");
    }

    @Test
    void usesARenewedCertificateWithoutAStart() throws Exception {
        serve("signer", "site");
        ask("bastion", "site");

        pki.issue("renewed", "signer", "localhost");

        assertRefused("bastion", "site", "the other's certificate is by nobody in tls-trusted");
        assertEquals(Optional.empty(), ask("bastion", "renewed").refusal());
    }

    @Test
    void goesOnWithWhatItHasWhereTheNewFilesAreOfNoUse() throws Exception {
        serve("signer", "site");
        Files.writeString(pki.file("signer.pem"), "not yet");

        assertEquals(Optional.empty(), ask("bastion", "site").refusal());
    }

    // ---- who is not

    @Test
    void refusesACertificateOfAnotherAuthority() throws Exception {
        serve("signer", "site");

        assertRefused("foreign", "site", "the other refuses this side's certificate");
        log.await("127.0.0.1: the other's certificate is by nobody in tls-trusted");
    }

    @Test
    void refusesACertificateForAnotherName() throws Exception {
        serve("signer", "site");
        pki.issue("site", "other", "other.example");

        assertRefused("other", "site", "it serves 'bastion.example', and the certificate is for other.example");
        log.await("127.0.0.1: it serves 'bastion.example', and the certificate is for other.example");
    }

    @Test
    void refusesACertificateThatHasRunOut() throws Exception {
        serve("signer", "site");
        pki.issue("site", "old", longAgo, "bastion.example");

        AuthorityFileException own = assertThrows(AuthorityFileException.class, () -> ask("old", "site"));
        assertTrue(own.getMessage().contains("has run out at"), own.getMessage());

        // A client whose clock stands still shows it all the same.
        SignerRoute late = new SignerRoute(pki.place(address, "old", "site"), Clock.fixed(longAgo, ZoneOffset.UTC));
        new SignerClient(late)
                .ask(new SignerMessage.Question(Optional.empty(), List.of()))
                .exceptionally(failure -> null);
        log.await("127.0.0.1: the other's certificate has run out");
    }

    @Test
    void refusesAPinnedCertificateThatHasRunOut() throws Exception {
        pki.issue("site", "old", longAgo, "bastion.example");
        serve("signer", "old");
        SignerRoute late = new SignerRoute(pki.place(address, "old", "signer"), Clock.fixed(longAgo, ZoneOffset.UTC));

        new SignerClient(late)
                .ask(new SignerMessage.Question(Optional.empty(), List.of()))
                .exceptionally(failure -> null);

        log.await("127.0.0.1: the other's certificate has run out");
    }

    @Test
    void refusesAClientWithoutACertificate() throws Exception {
        serve("signer", "site");
        SSLContext bare = SSLContext.getInstance("TLSv1.3");
        bare.init(null, new TrustManager[] {new TrustsAll()}, null);
        try (Socket socket = bare.getSocketFactory().createSocket("localhost", address.port())) {
            assertThrows(IOException.class, () -> socket.getInputStream().readNBytes(1));
        }

        log.await("127.0.0.1: the other shows no certificate");
    }

    @Test
    void refusesAnOlderTls() throws Exception {
        serve("signer", "site");
        MutualTls ours = new MutualTls(pki.place(address, "bastion", "site"), Clock.systemUTC());
        try (SSLSocket socket =
                (SSLSocket) ours.context().getSocketFactory().createSocket("localhost", address.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThrows(IOException.class, socket::startHandshake);
        }

        log.await("127.0.0.1: the other does not speak TLS 1.3");
    }

    @Test
    void refusesWhoeverDoesNotSpeakTls() throws Exception {
        serve("signer", "site");
        try (Socket socket = plain()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        }

        log.await("127.0.0.1: the other does not speak TLS");
    }

    @Test
    void letsGoOfWhoeverIsSlow() throws Exception {
        serve("signer", "site");
        try (Socket socket = plain()) {
            assertEquals(-1, socket.getInputStream().read());
        }

        log.await("a connection took more than 10 seconds");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MAX_VALUE, SignerMessage.LIMIT + 1})
    void hangsUpOnALengthThatIsNone(int length) throws Exception {
        serve("signer", "site");
        MutualTls ours = new MutualTls(pki.place(address, "bastion", "site"), Clock.systemUTC());
        try (TlsLink link = TlsLink.to(address, ours)) {
            link.open();
            DataInputStream in = link.in();
            SignerMessage.read(in, SignerMessage.Answer.class);
            DataOutputStream out = link.out();
            out.writeInt(length);
            out.flush();
            assertEquals(-1, endOf(in));
        }

        log.await("bastion.example asked what cannot be read: a message of " + length + " bytes is none");
        assertEquals(List.<AccessEvent>of(), signed.events());
    }

    private static int endOf(DataInputStream in) {
        try {
            return in.read();
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void takesSoManyConnectionsAtOnceAndNoMore() throws Exception {
        serve("signer", "site");
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i <= SignerServer.CONNECTIONS; i++) {
                idle.add(plain());
            }
            assertEquals(-1, endOf(new DataInputStream(idle.getLast().getInputStream())));
            log.await("there are 64 connections already");
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    private Socket plain() throws IOException {
        return new Socket(address.host(), address.port());
    }

    // ---- which signer is none

    @Test
    void theBastionRefusesASignerOfAnotherAuthority() throws Exception {
        pki.issue("elsewhere", "false-signer", "localhost");
        serve("false-signer", "site");

        assertRefused("bastion", "site", "the other's certificate is by nobody in tls-trusted");
        log.await("127.0.0.1: the other refuses this side's certificate or TLS: ");
    }

    @Test
    void theBastionRefusesASignerOfAnotherName() throws Exception {
        pki.issue("site", "other-host", "other.example");
        serve("other-host", "site");

        assertRefused("bastion", "site", "the other's certificate is for another name");
    }

    @Test
    void theBastionSaysThatNobodyListens() {
        assertRefused("bastion", "site", "does not answer: Connection refused");
    }

    @Test
    void theBastionSaysThatItIsNoTlsThatAnswers() throws Exception {
        try (ServerSocket other = new ServerSocket(address.port(), 1, InetAddress.getByName("localhost"))) {
            Thread.ofVirtual().start(() -> {
                try (Socket asked = other.accept()) {
                    asked.getOutputStream().write("220 mail.example ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
                    asked.getInputStream().readAllBytes();
                } catch (IOException gone) {
                    throw new AssertionError(gone);
                }
            });
            assertRefused("bastion", "site", "the other does not speak TLS");
        }
    }

    // ---- files

    static Stream<String> unusable() {
        return Stream.of("open", "other", "text", "none");
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void takesNoFilesThatAreOfNoUse(String how) throws Exception {
        SignerPlace.OverTls place = switch (how) {
            case "open" -> {
                Files.setPosixFilePermissions(pki.file("bastion.key"), PosixFilePermissions.fromString("rw-r-----"));
                yield pki.place(address, "bastion", "site");
            }
            case "other" ->
                new SignerPlace.OverTls(address, pki.file("signer.key"), pki.file("bastion.pem"), pki.file("site.pem"));
            case "text" -> {
                Files.writeString(pki.file("site.pem"), "site");
                yield pki.place(address, "bastion", "site");
            }
            default -> pki.place(address, "nobody", "site");
        };

        AuthorityFileException refused =
                assertThrows(AuthorityFileException.class, () -> new MutualTls(place, Clock.systemUTC()));

        String expected = switch (how) {
            case "open" -> "may be read or changed by others";
            case "other" -> "does not belong to the certificate";
            case "text" -> "holds no certificate";
            default -> "there is no file";
        };
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
    }
}
