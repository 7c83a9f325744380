package dev.bastion.ssh;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * How a channel comes to stand on both sides (RFC 4254 section 5.1): one of them has asked for it, the other is asked, and its
 * answer goes back. Thread-safe.
 */
final class ChannelOpening {
    private final RelayChannel channel;
    private final Purpose purpose;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITS);
    private volatile End client;
    private volatile End target;

    private enum State {
        WAITS,
        TARGET_ASKED,
        CLIENT_ASKED,
        OPEN,
        REFUSED
    }

    /** What one of both said of the channel when it opened or confirmed it: its number there, what it takes. */
    record End(long number, long window, long packet) {
        static End read(Buffer packet) {
            return new End(packet.getUInt(), packet.getUInt(), packet.getUInt());
        }
    }

    /** Of a channel for which the client or the target has asked; the other end is null until it confirms. */
    ChannelOpening(RelayChannel channel, Purpose purpose, End client, End target) {
        this.channel = channel;
        this.purpose = purpose;
        this.client = client;
        this.target = target;
    }

    /** The client's end; null as long as it has not confirmed the channel. */
    End client() {
        return client;
    }

    /** The same of the target. */
    End target() {
        return target;
    }

    /** Whether both ends know that it is open; closed again or not. */
    boolean isDone() {
        return state.get() == State.OPEN;
    }

    /** Asks the target for what the client wants opened. */
    void askTarget(Relay.Side side) {
        state.set(State.TARGET_ASKED);
        long grant = channel.down().opened(client.window());
        channel.quietly(() -> {
            if (purpose instanceof Purpose.Connection connection) {
                Packets.openForward(side.session(), channel.number(), grant, packetOfTarget(), connection.to());
            } else {
                Packets.open(side.session(), Purpose.Session.TYPE, channel.number(), grant, packetOfTarget());
            }
        });
    }

    /** Asks the client for what the target wants opened. */
    void askClient() {
        state.set(State.CLIENT_ASKED);
        long grant = channel.up().opened(target.window());
        channel.quietly(
                () -> Packets.open(channel.toClient(), Purpose.Agent.TYPE, channel.number(), grant, packetOfClient()));
    }

    /** How much data the target may put into one packet. */
    private long packetOfTarget() {
        return Math.max(1, Math.min(client.packet(), Relay.TARGET_PACKET));
    }

    /** How much the client may. */
    private long packetOfClient() {
        return Math.min(target.packet(), Relay.CLIENT_PACKET);
    }

    void confirmedByTarget(Buffer packet) throws IOException {
        answered(State.TARGET_ASKED, State.OPEN, relay().rules().target());
        target = End.read(packet);
        long grant = channel.up().opened(target.window());
        channel.clientLeg().opened();
        Packets.opened(channel.toClient(), client.number(), channel.number(), grant, packetOfClient());
    }

    void confirmedByClient(Buffer packet) throws IOException {
        answered(State.CLIENT_ASKED, State.OPEN, "the client");
        client = End.read(packet);
        long grant = channel.down().opened(client.window());
        channel.clientLeg().opened();
        Packets.opened(channel.toTarget(), target.number(), channel.number(), grant, packetOfTarget());
    }

    void refusedByClient() throws IOException {
        answered(State.CLIENT_ASKED, State.REFUSED, "the client");
        relay().owner().note("client-refused-agent", Map.of("channel", Long.toString(channel.number())));
        channel.gone();
        Packets.openRefused(
                channel.toTarget(), target.number(), SshConstants.SSH_OPEN_CONNECT_FAILED, "the client lends no agent");
    }

    void refusedByTarget(Buffer packet) throws IOException {
        answered(State.TARGET_ASKED, State.REFUSED, relay().rules().target());
        long reason = packet.getUInt();
        String text = HostileText.line(packet.getString());
        relay().owner().note("target-refused-channel", Map.of("reason", Long.toString(reason), "text", text));
        refuse(relay().rules().target() + " refused the channel: " + text);
    }

    /** Tells the client that what it asked for will not be. */
    void refuse(String sentence) {
        channel.gone();
        channel.quietly(() -> Packets.openRefused(
                channel.toClient(), client.number(), SshConstants.SSH_OPEN_CONNECT_FAILED, sentence));
    }

    private void answered(State asked, State how, String peer) throws IOException {
        if (!state.compareAndSet(asked, how)) {
            throw relay().protocolError(peer, "an answer to no opening of a channel");
        }
    }

    private Relay relay() {
        return channel.relay();
    }
}
