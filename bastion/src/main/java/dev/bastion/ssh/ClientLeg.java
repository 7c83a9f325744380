package dev.bastion.ssh;

import dev.bastion.live.EndCause;
import dev.bastion.policy.Permit;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * The messages of the client in one channel, on their way to the target. What comes between the start request and the
 * target's answer is held, bounded by the window that the client was granted.
 */
final class ClientLeg {
    private static final int REQUEST_BYTES = 256 << 10;
    private static final String CLIENT = "the client";

    private enum Phase {
        OPENING,
        OPEN,
        STARTING,
        RUNNING
    }

    private final RelayChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Replies repliesOfTarget = new Replies();
    private final Replies repliesOfClient = new Replies();
    private final ChannelTap.Out toTarget = this::send;
    private final ChannelTap.Out toClient = this::answerToClient;
    private final HeldMessages held = new HeldMessages();
    private Phase phase = Phase.OPENING;
    private StartRequest.Terminal terminal;
    private volatile boolean failureWanted;

    ClientLeg(RelayChannel channel) {
        this.channel = channel;
    }

    /** The answers that the client waits for. */
    Replies repliesOfTarget() {
        return repliesOfTarget;
    }

    /** The answers that the target waits for. */
    Replies repliesOfClient() {
        return repliesOfClient;
    }

    /** The channel is about to stand on both sides: one without a start carries data at once. */
    void opened() {
        lock.lock();
        try {
            phase = channel.hasStart() ? Phase.OPEN : Phase.RUNNING;
        } finally {
            lock.unlock();
        }
    }

    void message(int message, Buffer packet) throws IOException {
        boolean opens = message == SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION
                || message == SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE;
        if (!opens && !channel.opening().isDone()) {
            throw broken("message " + message + " on a channel that is not open");
        }
        switch (message) {
            case SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION ->
                channel.opening().confirmedByClient(packet);
            case SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE -> channel.opening().refusedByClient();
            case SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST -> {
                if (!channel.down().widened(packet.getUInt())) {
                    throw broken("window larger than RFC 4254 allows");
                }
                channel.refillDown();
            }
            case SshConstants.SSH_MSG_CHANNEL_SUCCESS, SshConstants.SSH_MSG_CHANNEL_FAILURE -> answer(message);
            default -> {
                lock.lock();
                try {
                    inOrder(message, packet);
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    private void inOrder(int message, Buffer packet) throws IOException {
        if (phase == Phase.OPENING || channel.ending().closedByClient()) {
            throw broken("message " + message + " on a channel that is not open");
        }
        if (message == SshConstants.SSH_MSG_CHANNEL_CLOSE) {
            channel.ending().clientCloses();
        } else if (channel.ending().sentToTarget()) {
            // We closed the channel first: what the client had on its way goes nowhere.
            return;
        } else if (mustWait(message)) {
            hold(message, packet);
        } else {
            deliver(message, packet);
        }
    }

    private boolean mustWait(int message) {
        return switch (phase) {
            case STARTING -> true;
            // Before the start request only requests pass; data and EOF wait for the recording.
            case OPEN -> message == SshConstants.SSH_MSG_CHANNEL_DATA || message == SshConstants.SSH_MSG_CHANNEL_EOF;
            case RUNNING, OPENING -> false;
        };
    }

    private void hold(int message, Buffer packet) throws IOException {
        if (message == SshConstants.SSH_MSG_CHANNEL_DATA) {
            int length = packet.getInt();
            channel.account(length, channel.up(), packet, CLIENT);
            held.data(packet.array(), packet.rpos(), length);
        } else if (packet.available() > REQUEST_BYTES || !held.request(message, packet)) {
            throw broken("too many requests before the channel has started");
        }
    }

    /** The target has accepted the start: what was held goes on, and from here everything at once. */
    void started() throws IOException {
        lock.lock();
        try {
            phase = Phase.RUNNING;
            held.release(this::data, this::deliver);
        } finally {
            lock.unlock();
        }
        channel.refillUp();
    }

    private void deliver(int message, Buffer packet) throws IOException {
        if (gateClosed()) {
            return;
        }
        switch (message) {
            case SshConstants.SSH_MSG_CHANNEL_DATA -> {
                int length = packet.getInt();
                channel.account(length, channel.up(), packet, CLIENT);
                data(packet.array(), packet.rpos(), length);
            }
            case SshConstants.SSH_MSG_CHANNEL_REQUEST -> request(packet);
            case SshConstants.SSH_MSG_CHANNEL_EOF ->
                channel.sendToTarget(() ->
                        Packets.bare(channel.toTarget(), SshConstants.SSH_MSG_CHANNEL_EOF, channel.targetNumber()));
            // Extended data of a client has no meaning in a session channel, and no place in the record.
            default -> throw broken("message " + message + " on a session channel");
        }
    }

    /** Requests end with the grant as data does: a command that starts late, or a signal, is access too. */
    private boolean gateClosed() {
        if (channel.relay().rules().gate().open()) {
            return false;
        }
        channel.relay().owner().gateClosed();
        return true;
    }

    private void data(byte[] bytes, int off, int length) {
        if (gateClosed()) {
            return;
        }
        channel.touched();
        channel.guarded(() -> channel.tap().fromClient(bytes, off, length, toTarget, toClient));
        channel.up().settled(length);
        channel.refillUp();
    }

    private void send(byte[] bytes, int off, int len) {
        RelayChannel.inPieces(bytes, off, len, channel.targetPacket(), (b, o, l) -> {
            if (!channel.up().passed(l)) {
                throw new ChannelEndsException("the target does not read what it is sent");
            }
            channel.sendToTarget(() -> Packets.data(channel.toTarget(), channel.targetNumber(), b, o, l));
        });
    }

    /** An answer of our own to the client; it takes of the room that the target was never granted. */
    private void answerToClient(byte[] bytes, int off, int len) {
        if (!channel.down().reserved(len)) {
            throw new ChannelEndsException("the client does not read its answers");
        }
        channel.sendToClient(() -> Packets.data(channel.toClient(), channel.clientNumber(), bytes, off, len));
    }

    private void request(Buffer packet) throws IOException {
        String name = packet.getString();
        boolean wantReply = packet.getBoolean();
        if (packet.available() > REQUEST_BYTES || repliesOfTarget.full()) {
            throw broken("a channel request too large, or too many without an answer");
        }
        byte[] payload = new byte[packet.available()];
        packet.getRawBytes(payload);
        if (!channel.hasStart()) {
            refuse(name, wantReply);
            return;
        }
        switch (RequestRules.fromClient(name)) {
            case START -> start(name, wantReply, payload);
            case PTY -> terminal(name, wantReply, payload);
            case ENVIRONMENT -> {
                if (phase == Phase.OPEN && RequestRules.environment(StartRequest.firstString(payload))) {
                    pass(name, wantReply, payload);
                } else {
                    refuse(name, wantReply);
                }
            }
            case RESIZE -> {
                resized(payload);
                pass(name, wantReply, payload);
            }
            case SIGNAL -> {
                signalled(name, payload);
                pass(name, wantReply, payload);
            }
            case FORWARD -> pass(name, wantReply, payload);
            case AGENT -> agent(name, wantReply, payload);
            case NOT_GRANTED -> {
                channel.words().notGranted("X11 forwarding");
                refuse(name, wantReply);
            }
            case REFUSE -> refuse(name, wantReply);
        }
    }

    private void terminal(String name, boolean wantReply, byte[] payload) throws IOException {
        if (phase != Phase.OPEN || terminal != null) {
            refuse(name, wantReply);
            return;
        }
        terminal = StartRequest.Terminal.parse(payload);
        pass(name, wantReply, payload);
    }

    private void agent(String name, boolean wantReply, byte[] payload) throws IOException {
        if (!channel.relay().rules().permits(Permit.AGENT)) {
            channel.words().notGranted("agent forwarding");
            refuse(name, wantReply);
        } else if (phase != Phase.OPEN || payload.length > 0) {
            refuse(name, wantReply);
        } else {
            channel.lendAgent();
            pass(name, wantReply, payload);
        }
    }

    private void resized(byte[] payload) {
        StartRequest.Terminal.Size size = StartRequest.Terminal.sizeOf(payload);
        if (phase == Phase.RUNNING) {
            channel.guarded(() -> channel.tap().resized(size.columns(), size.rows()));
        } else if (terminal != null) {
            terminal = terminal.resized(size);
        }
    }

    private void signalled(String name, byte[] payload) {
        String what = name.equals("signal") ? "signal " + HostileText.word(StartRequest.firstString(payload)) : name;
        // Among the session's events too: transfers have no time line, and before the start there is none.
        channel.relay().owner().note("signalled", Map.of("channel", Long.toString(channel.number()), "what", what));
        if (phase == Phase.RUNNING) {
            channel.guarded(() -> channel.tap().signalled(what));
        }
    }

    private void start(String name, boolean wantReply, byte[] payload) throws IOException {
        if (channel.start() != null) {
            throw broken("a second start request on one channel");
        }
        if (!StartRequest.wellFormed(name, payload)) {
            throw broken("a start request that reads more than one way");
        }
        StartRequest request = StartRequest.of(name, payload, terminal);
        channel.startsWith(request);
        String refusal = request.refusal(channel.relay().rules());
        if (refusal != null) {
            channel.relay()
                    .owner()
                    .note(
                            "request-refused",
                            Map.of(
                                    "request",
                                    name,
                                    "argument",
                                    request.asked(),
                                    "channel",
                                    Long.toString(channel.number())));
            refuseStart(refusal, wantReply);
            return;
        }
        phase = Phase.STARTING;
        RelayOwner owner = channel.relay().owner();
        owner.touched();
        owner.recording()
                .thenCompose(recording -> request.open(
                        recording, (int) channel.number(), channel.relay().rules()))
                .whenComplete((tap, failure) -> {
                    if (failure == null) {
                        recordingIsOpen(tap, name, wantReply, payload);
                    } else {
                        owner.end(EndCause.RECORDING_FAILED, "the session cannot be recorded, so it cannot go on");
                    }
                });
    }

    private void recordingIsOpen(ChannelTap tap, String name, boolean wantReply, byte[] payload) {
        channel.recordedBy(tap);
        if (channel.ending().sentToTarget()) {
            // The client closed the channel meanwhile: nothing starts, and the last CLOSE may have come before the tap.
            channel.ending().finishIfBothClosed();
            return;
        }
        if (gateClosed()) {
            return;
        }
        repliesOfTarget.expect(wantReply ? Replies.Kind.START_PASS : Replies.Kind.START_DROP);
        channel.sendToTarget(() -> Packets.request(channel.toTarget(), channel.targetNumber(), name, true, payload));
    }

    private void pass(String name, boolean wantReply, byte[] payload) throws IOException {
        if (wantReply) {
            repliesOfTarget.expect(Replies.Kind.PASS);
        }
        channel.sendToTarget(
                () -> Packets.request(channel.toTarget(), channel.targetNumber(), name, wantReply, payload));
    }

    /**
     * OpenSSH ends at the failure of its start request and forgets what it has not shown yet. So the sentence goes first,
     * behind it a request that every client answers, as sshd's own keepalive is, and the failure once that is answered.
     */
    private void refuseStart(String sentence, boolean wantReply) {
        channel.words().onStderr(sentence);
        failureWanted = wantReply;
        repliesOfClient.expect(Replies.Kind.SHOWN);
        channel.sendToClient(() ->
                Packets.request(channel.toClient(), channel.clientNumber(), Keepalive.REQUEST, true, new byte[0]));
    }

    private void refuse(String name, boolean wantReply) throws IOException {
        channel.relay().owner().note("request-refused", Map.of("request", HostileText.line(name)));
        fail(wantReply);
    }

    private void fail(boolean wantReply) {
        if (wantReply && repliesOfTarget.refuseNow()) {
            channel.sendToClient(() ->
                    Packets.bare(channel.toClient(), SshConstants.SSH_MSG_CHANNEL_FAILURE, channel.clientNumber()));
        }
    }

    private void answer(int message) throws IOException {
        List<Replies.Kind> due = repliesOfClient.answered();
        if (due.isEmpty()) {
            throw broken("an answer to no request");
        }
        for (Replies.Kind kind : due) {
            if (kind == Replies.Kind.SHOWN) {
                fail(failureWanted);
                channel.ending().closeBoth();
                continue;
            }
            boolean refusedHere = kind == Replies.Kind.REFUSED_HERE;
            byte answer = refusedHere ? SshConstants.SSH_MSG_CHANNEL_FAILURE : (byte) message;
            channel.sendToTarget(() -> Packets.bare(channel.toTarget(), answer, channel.targetNumber()));
        }
    }

    private IOException broken(String what) {
        return channel.relay().protocolError(CLIENT, what);
    }
}
