package dev.bastion.ssh.sftp;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.Permit;
import dev.bastion.policy.rule.Confines;
import dev.bastion.recorder.Direction;
import dev.bastion.recorder.TransferRecording;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Stands in one SFTP channel: reads both directions as they flow, in pieces of any size, hands on what the grant's
 * permits allow, answers the rest itself, and tells the recorder every file operation. Content is handed on as it lies,
 * without a copy, and only after the recorder has accepted it.
 *
 * <ul>
 *   <li>Version 3 alone: a server that answers with another ends the channel.
 *   <li>What changes anything needs {@code sftp-write}, content {@code sftp-read}, names and attributes either. A request
 *       that lacks its permit never reaches the server; it is answered {@code PERMISSION_DENIED}, between two packets of
 *       the server's, and recorded with the result {@code refused}.
 *   <li>Where the rule confines paths ({@link PathCheck}), a request that names another is answered the same way. The gate
 *       then asks the server once, behind INIT, where relative paths begin, and keeps VERSION back until it knows.
 *   <li>Extensions that are not read here are taken out of the server's offer and answered {@code OP_UNSUPPORTED}.
 *   <li>A request on a handle that is not open is answered {@code FAILURE}: what the server may have opened under the
 *       same name meanwhile could not be told apart.
 * </ul>
 *
 * <p>Each direction is fed by one thread at a time, both at once if need be. No method blocks but for a moment while the
 * other direction hands bytes to the client. What it throws ends the channel; afterwards it takes no more bytes.
 */
public final class SftpGate {

    private final TransferRecording recording;
    private final Conversation conversation;
    private final ServerSide server;
    private final ClientSide client;
    private volatile boolean ended;

    /**
     * A gate for one channel.
     *
     * @param confines to which paths the permits are confined
     * @param digests whether files are digested; their bytes and intervals are counted in any case
     */
    public SftpGate(Set<Permit> permits, Confines confines, TransferRecording recording, boolean digests, Clock clock) {
        this.recording = requireNonNull(recording, "recording is null");
        requireNonNull(confines, "confines is null");
        requireNonNull(clock, "clock is null");
        conversation =
                new Conversation(new PermitCheck(permits), new PathCheck(permits, confines), recording, digests, clock);
        server = new ServerSide(conversation);
        client = new ClientSide(conversation, server);
    }

    /**
     * Bytes from the client.
     *
     * @param toServer takes what passes
     * @param toClient takes our own answers; whoever meters what waits for the client must count them
     * @throws MalformedSftpException if this is not SFTP, or past a limit
     * @throws IOException if one of the two takes no more
     */
    public void fromClient(byte[] bytes, int offset, int length, Out toServer, Out toClient) throws IOException {
        feed(() -> {
            recording.raw(Direction.TO_TARGET, length);
            client.accept(bytes, offset, length, toServer, toClient);
        });
    }

    /**
     * Bytes from the server.
     *
     * @throws MalformedSftpException if this is not SFTP, or past a limit
     * @throws IOException if the client's side takes no more
     */
    public void fromServer(byte[] bytes, int offset, int length, Out toClient) throws IOException {
        feed(() -> {
            recording.raw(Direction.TO_PERSON, length);
            server.accept(bytes, offset, length, toClient);
        });
    }

    /**
     * The channel has ended: files that are open are told as aborted, requests without an answer likewise. Completes when
     * all lines have been handed to the recorder, which may then be closed; fails if the recording has failed. To be
     * called once.
     */
    public CompletionStage<Void> close() {
        ended = true;
        synchronized (client) {
            synchronized (server) {
                return conversation.end();
            }
        }
    }

    private void feed(Feeding feeding) throws IOException {
        if (ended) {
            throw new MalformedSftpException("the sftp channel has ended");
        }
        boolean good = false;
        try {
            feeding.run();
            good = true;
        } finally {
            ended |= !good;
        }
    }

    @FunctionalInterface
    private interface Feeding {
        void run() throws IOException;
    }
}
