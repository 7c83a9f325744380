package dev.bastion.ssh;

import dev.bastion.live.EndCause;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Passes the connection protocol (RFC 4254) of one live session between the client and the target, message by message.
 *
 * <p>Both sides use the same channel number on our side of the wire. Only {@code session} channels and forwarded connections
 * to the destinations of the rule exist, which the client opens, and connections to an agent that it lends, which the target
 * opens; every other message type, channel type and global request is answered here and goes no further.
 *
 * <p>Thread-safe. Messages of the client come on the front connection's thread, those of the target on the back
 * connection's; neither ever waits.
 */
final class Relay {
    /** Channels that may be open at one time. */
    static final int CHANNELS = 64;

    /** Connections to the client's agent that may be open at one time, so that most channels stay the client's. */
    static final int AGENT_CHANNELS = 8;

    /** Data that one inner packet carries, so that with its own and the tunnel's headers it is one outer packet. */
    static final long TARGET_PACKET = 32704;

    /** Data that we take in one packet from a client. */
    static final long CLIENT_PACKET = 32768;

    private static final long CLOSING_SECONDS = 10;

    private final Side front;
    private final CompletableFuture<Side> back = new CompletableFuture<>();
    private final RelayRules rules;
    private final ForwardRules forwards;
    private final LentSignature lent;
    private final RelayOwner owner;
    private final Map<Long, RelayChannel> channels = new ConcurrentHashMap<>();
    private final AtomicInteger lastChannel = new AtomicInteger(-1);
    private CompletableFuture<Void> recordingsClosed = CompletableFuture.completedFuture(null);
    private volatile boolean noMoreSessions;

    /** One of the two connections and what waits to be written to it. */
    record Side(AbstractSession session, Backlog backlog) {}

    Relay(Side front, RelayRules rules, ForwardRules forwards, LentSignature lent, RelayOwner owner) {
        this.front = front;
        this.rules = rules;
        this.forwards = forwards;
        this.lent = lent;
        this.owner = owner;
    }

    RelayRules rules() {
        return rules;
    }

    RelayOwner owner() {
        return owner;
    }

    Side front() {
        return front;
    }

    /** The onward connection is authenticated: channels that wait are opened. */
    void targetReady(Side target) {
        back.complete(target);
    }

    /** The onward connection will not come. */
    void targetFailed(String sentence) {
        back.completeExceptionally(new IOException(sentence));
    }

    int openChannels() {
        return channels.size();
    }

    List<RelayChannel> channels() {
        return new ArrayList<>(channels.values());
    }

    /** A channel's recording is being closed. */
    synchronized void recordingCloses(CompletionStage<Void> closing) {
        CompletableFuture<Void> over = closing.toCompletableFuture().handle((closed, failure) -> null);
        recordingsClosed = CompletableFuture.allOf(recordingsClosed, over);
    }

    /** Completes, whatever became of them, when the recordings of all closed channels are whole; soon in any case. */
    synchronized CompletableFuture<Void> recordingsClosed() {
        return recordingsClosed.copy().completeOnTimeout(null, CLOSING_SECONDS, TimeUnit.SECONDS);
    }

    void closed(RelayChannel channel) {
        channels.remove(channel.number());
    }

    void warn(Duration left) {
        channels().forEach(channel -> channel.warn(left));
    }

    void warnIdle(Duration left) {
        channels().forEach(channel -> channel.warnIdle(left));
    }

    // ---- messages of the client ----

    void fromClient(int message, Buffer packet) throws IOException {
        switch (message) {
            case SshConstants.SSH_MSG_CHANNEL_OPEN -> clientOpens(packet);
            case SshConstants.SSH_MSG_GLOBAL_REQUEST -> clientAsks(packet);
            case SshConstants.SSH_MSG_REQUEST_SUCCESS,
                    SshConstants.SSH_MSG_REQUEST_FAILURE,
                    SshConstants.SSH_MSG_USERAUTH_REQUEST -> {
                // Answers that nobody waits for, and what RFC 4252 section 5.1 says to ignore after a success.
            }
            default -> ofChannel(message, packet, "the client").fromClient(message, packet);
        }
    }

    private void clientOpens(Buffer packet) throws IOException {
        String type = packet.getString();
        ChannelOpening.End client = ChannelOpening.End.read(packet);
        Optional<Forward> forward = type.equals(Forward.TYPE) ? Forward.read(packet) : Optional.empty();
        String refusal = type.equals(Forward.TYPE) ? refusalOf(forward) : refusalOf(type);
        if (refusal != null) {
            owner.note("channel-refused", Map.of("type", typeOf(type, forward), "why", refusal));
            Packets.openRefused(
                    front.session(), client.number(), SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, refusal);
            return;
        }
        Purpose purpose = forward.<Purpose>map(Purpose.Connection::new).orElseGet(Purpose.Session::new);
        RelayChannel channel = RelayChannel.ofClient(this, lastChannel.incrementAndGet(), purpose, client);
        channels.put(channel.number(), channel);
        if (forward.isPresent()) {
            record(channel, forward.get());
        } else {
            openOnTarget(channel);
        }
    }

    private static String typeOf(String type, Optional<Forward> forward) {
        return HostileText.word(type) + forward.map(to -> " to " + to).orElse("");
    }

    /** There is no start request to wait for: what the target is asked for is what there is to record. */
    private void record(RelayChannel channel, Forward forward) {
        owner.touched();
        owner.recording()
                .thenCompose(
                        recording -> recording.forward((int) channel.number(), forward.toString(), rules.execLimit()))
                .whenComplete((recorded, failure) -> {
                    if (failure == null) {
                        channel.recordedBy(new ForwardTap(recorded));
                        openOnTarget(channel);
                    } else {
                        cannotBeRecorded();
                    }
                });
    }

    private void cannotBeRecorded() {
        owner.end(EndCause.RECORDING_FAILED, "the session cannot be recorded, so it cannot go on");
    }

    private void openOnTarget(RelayChannel channel) {
        back.whenComplete((target, failure) -> {
            if (failure == null) {
                channel.openOn(target);
            } else {
                channel.opening().refuse(failure.getMessage());
            }
        });
    }

    private String refusalOf(Optional<Forward> forward) {
        return forwards.refusal(forward).orElseGet(this::refusalNow);
    }

    private String refusalOf(String type) {
        if (type.equals("direct-streamlocal@openssh.com")) {
            return "sockets of the host are not forwarded";
        }
        if (!type.equals(Purpose.Session.TYPE)) {
            return "channels of this type are not offered here";
        }
        if (noMoreSessions) {
            return "the client said that it opens no more sessions";
        }
        return refusalNow();
    }

    /** Why no channel of whatever type can be opened now; null where one can. */
    private String refusalNow() {
        if (!rules.gate().open()) {
            owner.gateClosed();
            return rules.gate().closing().sentence();
        }
        return channels.size() < CHANNELS ? null : "more than " + CHANNELS + " channels at one time are not offered";
    }

    private void clientAsks(Buffer packet) throws IOException {
        String name = packet.getString();
        boolean wantReply = packet.getBoolean();
        if (name.equals("no-more-sessions@openssh.com")) {
            noMoreSessions = true;
        } else if (name.equals("tcpip-forward") || name.equals("streamlocal-forward@openssh.com")) {
            owner.note("forward-refused", Map.of("request", HostileText.word(name)));
        }
        if (wantReply) {
            Packets.globalFailure(front.session());
        }
    }

    // ---- messages of the target ----

    void fromTarget(Side target, int message, Buffer packet) throws IOException {
        switch (message) {
            case SshConstants.SSH_MSG_CHANNEL_OPEN -> targetOpens(target, packet);
            case SshConstants.SSH_MSG_GLOBAL_REQUEST -> {
                packet.getString();
                if (packet.getBoolean()) {
                    Packets.globalFailure(target.session());
                }
            }
            case SshConstants.SSH_MSG_REQUEST_SUCCESS, SshConstants.SSH_MSG_REQUEST_FAILURE -> {
                // As above: a keepalive was answered.
            }
            default -> ofChannel(message, packet, rules.target()).fromTarget(message, packet);
        }
    }

    private void targetOpens(Side target, Buffer packet) throws IOException {
        String type = packet.getString();
        ChannelOpening.End theirs = ChannelOpening.End.read(packet);
        String refusal = refusalToTarget(type);
        if (refusal != null) {
            owner.note("target-channel-refused", Map.of("type", HostileText.word(type)));
            Packets.openRefused(
                    target.session(), theirs.number(), SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, refusal);
            return;
        }
        RelayChannel channel = RelayChannel.ofTarget(this, lastChannel.incrementAndGet(), new Purpose.Agent(), theirs);
        channels.put(channel.number(), channel);
        recordAgent(channel, target);
    }

    /** A host opens connections to an agent, and only while a session stands for which the client lends it. */
    private String refusalToTarget(String type) {
        boolean lent = channels.values().stream().anyMatch(RelayChannel::lendsAgent);
        if (!type.equals(Purpose.Agent.TYPE) || !lent) {
            return "this client takes no channels";
        }
        long uses = channels.values().stream().filter(RelayChannel::usesAgent).count();
        return uses < AGENT_CHANNELS
                ? refusalNow()
                : "more than " + AGENT_CHANNELS + " connections to an agent at one time are not offered";
    }

    private void recordAgent(RelayChannel channel, Side target) {
        owner.recording()
                .thenCompose(recording -> recording.agent((int) channel.number()))
                .whenComplete((recorded, failure) -> {
                    if (failure == null) {
                        channel.recordedBy(new AgentTap(recorded, key -> signatureAsked(channel, key), lent));
                        channel.openToClient(target);
                    } else {
                        cannotBeRecorded();
                    }
                });
    }

    private void signatureAsked(RelayChannel channel, String key) {
        owner.note("agent-signature-asked", Map.of("channel", Long.toString(channel.number()), "key", key));
    }

    private RelayChannel ofChannel(int message, Buffer packet, String peer) throws IOException {
        RelayChannel channel = message < SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION
                        || message > SshConstants.SSH_MSG_CHANNEL_FAILURE
                ? null
                : channels.get(packet.getUInt());
        if (channel == null) {
            throw protocolError(peer, "message " + message + " for a channel that is not open");
        }
        return channel;
    }

    /** Ends the session: a peer that breaks the protocol is not argued with. */
    IOException protocolError(String peer, String what) {
        owner.note("protocol-error", Map.of("peer", peer, "what", what));
        owner.end(EndCause.PROTOCOL_ERROR, peer + " broke the SSH protocol, so the session ended");
        return new BrokenProtocolException(peer + ": " + what);
    }
}
