package dev.bastion.ssh;

import dev.bastion.recorder.RecordingFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * One channel between the client and the target: what both of its legs share.
 *
 * <p>The life of a {@code session} channel: opened on the target, then to the client; terminal and environment; one start
 * request, for which the recording is opened first and which the target must accept; then data both ways, each packet recorded
 * before it is passed on; EOF, exit status and CLOSE in the order in which they came ({@link CloseHandshake}). A forwarded
 * connection and a connection to the agent have no start: their recording is opened before the other side is asked for them, and
 * they carry data from their opening on.
 *
 * <p>Thread-safe. {@link ClientLeg} orders what goes to the target, {@link TargetLeg} what goes to the client, each by a
 * lock of its own; neither lock is taken inside the other. Inside either, {@link #sendToClient} and {@link #sendToTarget}
 * write.
 */
final class RelayChannel {
    /** Room in the client's window for lines of the bastion itself and for the answers of the SFTP gate. */
    private static final long OWN_WORDS = 16L << 10;

    /** Room in the target's window for the head of an SFTP request that is kept until it is whole. */
    private static final long KEPT_HEAD = 32L << 10;

    private final Relay relay;
    private final long number;
    private final Purpose purpose;
    private final Flow down = new Flow(OWN_WORDS);
    private final Flow up = new Flow(KEPT_HEAD);
    private final Refill downRefill = new Refill(down, this::tap);
    private final Refill upRefill = new Refill(up, this::tap);
    private final AtomicBoolean tapClosed = new AtomicBoolean();
    private final ChannelOpening opening;
    private final CloseHandshake ending;
    private final ClientLeg clientLeg;
    private final TargetLeg targetLeg;
    private final OwnWords words;

    private volatile Relay.Side target;
    private volatile ChannelTap tap;
    private volatile StartRequest start;
    private volatile boolean lendsAgent;

    private RelayChannel(
            Relay relay, long number, Purpose purpose, ChannelOpening.End client, ChannelOpening.End target) {
        this.relay = relay;
        this.number = number;
        this.purpose = purpose;
        this.opening = new ChannelOpening(this, purpose, client, target);
        this.ending = new CloseHandshake(
                this::quietly,
                () -> opening.client() != null,
                () -> Packets.bare(toClient(), SshConstants.SSH_MSG_CHANNEL_CLOSE, clientNumber()),
                () -> opening.target() != null,
                () -> Packets.bare(toTarget(), SshConstants.SSH_MSG_CHANNEL_CLOSE, targetNumber()),
                this::gone);
        this.words = new OwnWords(this);
        this.clientLeg = new ClientLeg(this);
        this.targetLeg = new TargetLeg(this);
    }

    static RelayChannel ofClient(Relay relay, long number, Purpose purpose, ChannelOpening.End client) {
        return new RelayChannel(relay, number, purpose, client, null);
    }

    static RelayChannel ofTarget(Relay relay, long number, Purpose purpose, ChannelOpening.End target) {
        return new RelayChannel(relay, number, purpose, null, target);
    }

    // ---- what the legs and the words need to know ----

    Relay relay() {
        return relay;
    }

    long number() {
        return number;
    }

    long clientNumber() {
        return opening.client().number();
    }

    long targetNumber() {
        return opening.target().number();
    }

    /** Whether a request has to start it: a session, and no connection. */
    boolean hasStart() {
        return purpose instanceof Purpose.Session;
    }

    /** Whether the agent is used over it. */
    boolean usesAgent() {
        return purpose instanceof Purpose.Agent;
    }

    /** Something moved in it that the person does; what a host asks an agent is nothing of the kind. */
    void touched() {
        if (!usesAgent()) {
            relay.owner().touched();
        }
    }

    /** The client lends its agent to what runs in this session. */
    void lendAgent() {
        if (!lendsAgent) {
            lendsAgent = true;
            relay.owner().note("agent-lent", Map.of("channel", Long.toString(number)));
        }
    }

    boolean lendsAgent() {
        return lendsAgent;
    }

    long clientPacket() {
        return opening.client().packet();
    }

    long targetPacket() {
        return opening.target().packet();
    }

    AbstractSession toClient() {
        return relay.front().session();
    }

    AbstractSession toTarget() {
        return target.session();
    }

    Flow up() {
        return up;
    }

    Flow down() {
        return down;
    }

    ClientLeg clientLeg() {
        return clientLeg;
    }

    TargetLeg targetLeg() {
        return targetLeg;
    }

    OwnWords words() {
        return words;
    }

    /** What records the channel; null until its recording is on disk. */
    ChannelTap tap() {
        return tap;
    }

    /** The start request; null until it has come. */
    StartRequest start() {
        return start;
    }

    void startsWith(StartRequest request) {
        start = request;
    }

    void recordedBy(ChannelTap made) {
        tap = made;
    }

    // ---- opening ----

    ChannelOpening opening() {
        return opening;
    }

    /** Asks the target for what the client wants opened. */
    void openOn(Relay.Side side) {
        if (!gateClosed()) {
            target = side;
            opening.askTarget(side);
        }
    }

    /** Asks the client for what the target wants opened. */
    void openToClient(Relay.Side side) {
        if (!gateClosed()) {
            target = side;
            opening.askClient();
        }
    }

    private boolean gateClosed() {
        if (relay.rules().gate().open()) {
            return false;
        }
        relay.owner().gateClosed();
        return true;
    }

    // ---- messages ----

    void fromClient(int message, Buffer packet) throws IOException {
        clientLeg.message(message, packet);
    }

    void fromTarget(int message, Buffer packet) throws IOException {
        targetLeg.message(message, packet);
    }

    void warn(Duration left) {
        targetLeg.inOrder(() -> words.warn(left));
    }

    void warnIdle(Duration left) {
        targetLeg.inOrder(() -> words.warnIdle(left));
    }

    /** Whether a person sits at a terminal of it. */
    boolean onTerminal() {
        StartRequest started = start;
        return started != null && started.hasTerminal();
    }

    /** The last line on a terminal; tried only if nothing holds the way. */
    void farewell(String sentence) {
        targetLeg.inOrderIfFree(() -> words.farewell(sentence));
    }

    // ---- windows ----

    void refillDown() {
        Relay.Side source = target;
        if (source != null && !ending.sentToTarget()) {
            quietly(() -> downRefill.now(
                    relay.front().backlog(),
                    more -> sendToTarget(() -> Packets.widen(source.session(), targetNumber(), more)),
                    this::refillDown));
        }
    }

    void refillUp() {
        Relay.Side sink = target;
        if (sink != null && !ending.sentToClient()) {
            quietly(() -> upRefill.now(
                    sink.backlog(),
                    more -> sendToClient(() -> Packets.widen(toClient(), clientNumber(), more)),
                    this::refillUp));
        }
    }

    /** Takes a data packet's length off the sender's window, and holds it against the packet. */
    void account(int length, Flow flow, Buffer packet, String peer) throws IOException {
        if (length < 0 || length > packet.available()) {
            throw relay.protocolError(peer, "a data length beyond its packet");
        }
        if (!flow.arrived(length)) {
            throw relay.protocolError(peer, "more data than its window");
        }
    }

    /** Cuts data into packets that the sink takes. */
    static void inPieces(byte[] bytes, int off, int len, long limit, ChannelTap.Out out) {
        int most = (int) Math.max(1, Math.min(limit, Relay.CLIENT_PACKET));
        for (int at = 0; at < len; at += most) {
            out.write(bytes, off + at, Math.min(most, len - at));
        }
    }

    // ---- the end ----

    /** How it ends. */
    CloseHandshake ending() {
        return ending;
    }

    /** Nothing of it is left. */
    void gone() {
        relay.closed(this);
        closeTap();
    }

    /** No more is recorded of this channel; the session waits for what the recorder still has in hand. */
    void closeTap() {
        ChannelTap open = tap;
        if (open != null && tapClosed.compareAndSet(false, true)) {
            relay.recordingCloses(open.close());
        }
    }

    // ---- what goes wrong ----

    /** Runs what records; a recorder that fails ends the session, a stream that must end ends the channel. */
    void guarded(Runnable step) {
        try {
            step.run();
        } catch (RecordingFailedException e) {
            relay.owner().recordingFailed(e.failure());
        } catch (ChannelEndsException e) {
            relay.owner().note("channel-ended", Map.of("why", e.getMessage()));
            words.onStderr(e.getMessage());
            ending.closeBoth();
        }
    }

    /** A message to the client, unless CLOSE has gone to it. */
    void sendToClient(CloseHandshake.Write write) {
        ending.sendToClient(write);
    }

    /** A message to the target, unless CLOSE has gone to it. */
    void sendToTarget(CloseHandshake.Write write) {
        ending.sendToTarget(write);
    }

    /** A write that fails does so because its connection ends, which its session reports by itself. */
    void quietly(CloseHandshake.Write write) {
        try {
            write.run();
        } catch (IOException e) {
            relay.owner().note("write-failed", Map.of("why", HostileText.line(String.valueOf(e.getMessage()))));
        }
    }
}
