package dev.bastion.ssh;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/** The messages of the target in one channel, on their way to the client. */
final class TargetLeg {
    private static final int REQUEST_BYTES = 64 << 10;

    private final RelayChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final ChannelTap.Out toClient = this::send;
    private final ChannelTap.Out toClientStderr = this::sendStderr;
    private final Pause pause;
    private boolean outputEnded;

    TargetLeg(RelayChannel channel) {
        this.channel = channel;
        this.pause = new Pause(channel.relay().owner()::later, System::nanoTime, this::paused);
    }

    void message(int message, Buffer packet) throws IOException {
        boolean opens = message == SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION
                || message == SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE;
        if (!opens && !channel.opening().isDone()) {
            throw broken("message " + message + " on a channel that is not open");
        }
        switch (message) {
            case SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION ->
                channel.opening().confirmedByTarget(packet);
            case SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE -> channel.opening().refusedByTarget(packet);
            case SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST -> {
                if (!channel.up().widened(packet.getUInt())) {
                    throw broken("window larger than RFC 4254 allows");
                }
                channel.refillUp();
            }
            case SshConstants.SSH_MSG_CHANNEL_SUCCESS, SshConstants.SSH_MSG_CHANNEL_FAILURE -> answer(message);
            default -> {
                lock.lock();
                try {
                    deliver(message, packet);
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    /** Runs something that says words of our own between two messages of the target. */
    void inOrder(Runnable words) {
        lock.lock();
        try {
            words.run();
        } finally {
            lock.unlock();
        }
    }

    /** The same, unless that would have to wait. */
    void inOrderIfFree(Runnable words) {
        if (lock.tryLock()) {
            try {
                words.run();
            } finally {
                lock.unlock();
            }
        }
    }

    private void deliver(int message, Buffer packet) throws IOException {
        if (channel.ending().closedByTarget()) {
            throw broken("message " + message + " after CLOSE");
        }
        if (message == SshConstants.SSH_MSG_CHANNEL_CLOSE) {
            endOfOutput();
            channel.ending().targetCloses();
            return;
        }
        if (channel.ending().sentToClient()) {
            // We closed the channel first: what the target had on its way goes nowhere.
            return;
        }
        switch (message) {
            case SshConstants.SSH_MSG_CHANNEL_DATA -> data(packet, false);
            case SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA -> {
                if (!channel.hasStart() || packet.getUInt() != SshConstants.SSH_EXTENDED_DATA_STDERR) {
                    throw broken("extended data of an unknown type");
                }
                data(packet, true);
            }
            case SshConstants.SSH_MSG_CHANNEL_REQUEST -> request(packet);
            case SshConstants.SSH_MSG_CHANNEL_EOF -> {
                endOfOutput();
                channel.sendToClient(() ->
                        Packets.bare(channel.toClient(), SshConstants.SSH_MSG_CHANNEL_EOF, channel.clientNumber()));
            }
            default -> throw broken("message " + message + " on a session channel");
        }
    }

    private void data(Buffer packet, boolean stderr) throws IOException {
        int length = packet.getInt();
        channel.account(length, channel.down(), packet, target());
        ChannelTap tap = channel.tap();
        if (tap == null) {
            throw broken("data before the channel has started");
        }
        if (!channel.relay().rules().gate().open()) {
            channel.relay().owner().gateClosed();
            return;
        }
        channel.words().outputSeen();
        if (!channel.onTerminal()) {
            // A command or a transfer that moves is work under way; what a terminal prints to nobody is not.
            channel.touched();
        }
        byte[] bytes = packet.array();
        int off = packet.rpos();
        int held = tap.held();
        if (stderr) {
            channel.guarded(() -> tap.fromTargetStderr(bytes, off, length, toClientStderr));
        } else {
            channel.guarded(() -> tap.fromTarget(bytes, off, length, toClient));
        }
        int holds = tap.held();
        channel.down().settled(length + held - holds);
        channel.refillDown();
        if (holds > 0) {
            pause.begin();
        }
    }

    private void paused() {
        inOrder(() -> {
            if (pause.over()) {
                release();
            }
        });
    }

    /** Lets go what the tap keeps back, in order; with the end of the grant that reaches nobody any more. */
    void release() {
        ChannelTap tap = channel.tap();
        int held = tap == null ? 0 : tap.held();
        if (held == 0
                || channel.ending().sentToClient()
                || !channel.relay().rules().gate().open()) {
            return;
        }
        channel.guarded(() -> tap.release(toClient, toClientStderr));
        channel.down().settled(held - tap.held());
        channel.refillDown();
    }

    private void send(byte[] bytes, int off, int len) {
        RelayChannel.inPieces(bytes, off, len, channel.clientPacket(), (b, o, l) -> {
            takeRoom(l);
            channel.sendToClient(() -> Packets.data(channel.toClient(), channel.clientNumber(), b, o, l));
        });
    }

    private void sendStderr(byte[] bytes, int off, int len) {
        RelayChannel.inPieces(bytes, off, len, channel.clientPacket(), (b, o, l) -> {
            takeRoom(l);
            channel.sendToClient(() -> Packets.stderr(channel.toClient(), channel.clientNumber(), b, o, l));
        });
    }

    private void takeRoom(int length) {
        if (!channel.down().passed(length)) {
            throw new ChannelEndsException("the client does not read its answers");
        }
    }

    private void request(Buffer packet) throws IOException {
        String name = packet.getString();
        boolean wantReply = packet.getBoolean();
        byte[] payload = new byte[packet.available()];
        packet.getRawBytes(payload);
        Replies fromClient = channel.clientLeg().repliesOfClient();
        if (fromClient.full()) {
            throw broken("too many channel requests without an answer");
        }
        if (!channel.hasStart() || !RequestRules.fromTarget(name) || payload.length > REQUEST_BYTES) {
            if (wantReply && fromClient.refuseNow()) {
                channel.sendToTarget(() ->
                        Packets.bare(channel.toTarget(), SshConstants.SSH_MSG_CHANNEL_FAILURE, channel.targetNumber()));
            }
            return;
        }
        release();
        ChannelTap tap = channel.tap();
        if (tap != null) {
            StartRequest.exitStatus(name, payload).ifPresent(status -> channel.guarded(() -> tap.exited(status)));
        }
        if (wantReply) {
            fromClient.expect(Replies.Kind.PASS);
        }
        channel.sendToClient(
                () -> Packets.request(channel.toClient(), channel.clientNumber(), name, wantReply, payload));
    }

    private void answer(int message) throws IOException {
        List<Replies.Kind> due = channel.clientLeg().repliesOfTarget().answered();
        if (due.isEmpty()) {
            throw broken("an answer to no request");
        }
        boolean success = message == SshConstants.SSH_MSG_CHANNEL_SUCCESS;
        for (Replies.Kind kind : due) {
            switch (kind) {
                case PASS -> pass(message);
                case START_PASS -> {
                    pass(message);
                    startAnswered(success);
                }
                case START_DROP -> startAnswered(success);
                case REFUSED_HERE -> pass(SshConstants.SSH_MSG_CHANNEL_FAILURE);
                case SHOWN -> throw broken("an answer to what only clients are asked");
            }
        }
    }

    private void startAnswered(boolean success) throws IOException {
        if (success) {
            inOrder(channel.words()::opening);
            channel.clientLeg().started();
        } else {
            channel.relay()
                    .owner()
                    .note(
                            "target-refused-start",
                            Map.of("request", channel.start().name()));
            channel.ending().closeBoth();
        }
    }

    private void pass(int answer) {
        channel.sendToClient(() -> Packets.bare(channel.toClient(), (byte) answer, channel.clientNumber()));
    }

    private void endOfOutput() {
        if (!outputEnded) {
            outputEnded = true;
            release();
            channel.words().closing();
        }
    }

    private String target() {
        return channel.relay().rules().target();
    }

    private IOException broken(String what) {
        return channel.relay().protocolError(target(), what);
    }
}
