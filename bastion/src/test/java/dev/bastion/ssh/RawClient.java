package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.ssh.Peer.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * A client that says only what a test makes it say, from the first authentication request on: {@link #connect} ends with
 * the key exchange. Thread-safe.
 */
final class RawClient implements AutoCloseable {
    private static final AttributeKey<Peer> PEER = new AttributeKey<>();
    private static final String KEY_TYPE = "ssh-ed25519";
    private static final String CERTIFICATE_TYPE = "ssh-ed25519-cert-v01@openssh.com";

    private final SshClient client = SshClient.setUpDefaultClient();
    private final int port;

    RawClient(int port) {
        this.port = port;
        MinaSecurity.install();
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.setServiceFactories(List.of(RawService.factory("ssh-userauth", RawClient::peerOf)));
        client.setSessionHeartbeat(HeartbeatType.NONE, Duration.ZERO);
        // At the near end of a tunnel a host is not under its own name.
        CoreModuleProperties.ABORT_ON_INVALID_CERTIFICATE.set(client, false);
        client.start();
    }

    private static Peer peerOf(AbstractSession session) {
        Peer peer = new Peer(session);
        session.setAttribute(PEER, peer);
        return peer;
    }

    /** A connection whose key exchange is done and whose user is nobody yet. */
    Peer connect() throws IOException, InterruptedException {
        AbstractSession session = (AbstractSession) client.connect("", "127.0.0.1", port)
                .verify(Duration.ofSeconds(30))
                .getSession();
        Peer peer = session.getAttribute(PEER);
        peer.awaitReady();
        return peer;
    }

    /** A connection that has authenticated with a certificate, under the user name {@code postgres@prod-db-1} or another. */
    Peer certified(String user, Ed25519Pair key, Certificate certificate) throws IOException, InterruptedException {
        Peer peer = connect();
        authenticate(peer, user, CERTIFICATE_TYPE, certificate.blob(), key);
        accepted(peer);
        return peer;
    }

    /** The same with a plain key. */
    Peer plain(String user, Ed25519Pair key) throws IOException, InterruptedException {
        Peer peer = connect();
        authenticate(peer, user, KEY_TYPE, key.sshKey().blob(), key);
        accepted(peer);
        return peer;
    }

    /** Sends a signed {@code publickey} request (RFC 4252 section 7). */
    static void authenticate(Peer peer, String user, String algorithm, byte[] blob, Ed25519Pair key)
            throws IOException {
        ByteArrayBuffer signed = new ByteArrayBuffer();
        signed.putBytes(peer.session().getSessionId());
        signed.putByte(SshConstants.SSH_MSG_USERAUTH_REQUEST);
        fields(signed, user, algorithm, blob, true);
        byte[] signature = key.sshSignature(signed.getCompactData());
        peer.send(SshConstants.SSH_MSG_USERAUTH_REQUEST, message -> {
            fields(message, user, algorithm, blob, true);
            message.putBytes(signature);
        });
    }

    /** Sends a certificate with its signature. */
    static void showCertificate(Peer peer, String user, byte[] blob, Ed25519Pair key) throws IOException {
        authenticate(peer, user, CERTIFICATE_TYPE, blob, key);
    }

    /** Offers a key without a signature. */
    static void offer(Peer peer, String user, String algorithm, byte[] blob) throws IOException {
        peer.send(SshConstants.SSH_MSG_USERAUTH_REQUEST, message -> fields(message, user, algorithm, blob, false));
    }

    private static void fields(Buffer message, String user, String algorithm, byte[] blob, boolean signed) {
        message.putString(user);
        message.putString("ssh-connection");
        message.putString("publickey");
        message.putBoolean(signed);
        message.putString(algorithm);
        message.putBytes(blob);
    }

    /** Takes messages up to the success of the authentication. */
    static void accepted(Peer peer) throws InterruptedException {
        StringBuilder said = new StringBuilder();
        for (Message message = peer.next(); ; message = peer.next()) {
            switch (message.number()) {
                case SshConstants.SSH_MSG_USERAUTH_SUCCESS -> {
                    return;
                }
                case SshConstants.SSH_MSG_USERAUTH_BANNER -> said.append(message.text());
                default -> fail("authentication was answered with " + message + " " + said);
            }
        }
    }

    /** Takes messages up to the refusal of an authentication request; answers what the banners said. */
    static String refused(Peer peer) throws InterruptedException {
        StringBuilder said = new StringBuilder();
        for (Message message = peer.next(); ; message = peer.next()) {
            switch (message.number()) {
                case SshConstants.SSH_MSG_USERAUTH_FAILURE -> {
                    String methods = message.text();
                    boolean partial = message.content().getBoolean();
                    assertEquals(false, partial, methods);
                    return said.toString();
                }
                case SshConstants.SSH_MSG_USERAUTH_BANNER -> said.append(message.text());
                default -> fail("authentication was answered with " + message + " " + said);
            }
        }
    }

    /** Asks for a tunnel as {@code ssh -J} does; answers why not, or nothing where it was opened. */
    static String tunnel(Peer peer, long number, String name, long port) throws IOException, InterruptedException {
        askForTunnel(peer, number, name, port);
        Message message = peer.next();
        if (message.number() == SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION) {
            return "";
        }
        assertEquals(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, message.number(), message::toString);
        assertEquals(number, message.content().getUInt());
        message.content().getUInt();
        return message.text();
    }

    static void askForTunnel(Peer peer, long number, String name, long port) throws IOException {
        peer.send(SshConstants.SSH_MSG_CHANNEL_OPEN, message -> {
            message.putString("direct-tcpip");
            message.putUInt(number);
            message.putUInt(Peer.WINDOW);
            message.putUInt(Peer.PACKET);
            message.putString(name, StandardCharsets.UTF_8);
            message.putUInt(port);
            message.putString("127.0.0.1");
            message.putUInt(65535);
        });
    }

    @Override
    public void close() {
        client.stop();
    }
}
