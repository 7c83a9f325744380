package dev.bastion.ssh;

import dev.bastion.live.EndCause;
import dev.bastion.recorder.RecordingFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * One {@code session} channel between the client and the target.
 *
 * <p>Its life: opened on the target, then to the client; terminal and environment; one start request, for which the
 * recording is opened first and which the target must accept; then data both ways, each packet recorded before it is
 * passed on; EOF, exit status and CLOSE in the order in which they came. What the client sends between its start request
 * and the target's answer is held, bounded by the window that it was granted.
 *
 * <p>Thread-safe. {@code upLock} orders what goes to the target, {@code downLock} what goes to the client; neither is
 * taken inside the other.
 */
final class RelayChannel {
    private static final long HIGH_MARK = 1L << 20;
    private static final long LOW_MARK = 256L << 10;
    private static final int HELD_REQUESTS = 64;
    private static final int REQUEST_BYTES = 256 << 10;
    /** Room in the client's window for lines of the bastion itself and for the answers of the SFTP gate. */
    private static final long OWN_WORDS = 16L << 10;

    private enum Phase {
        OPENING,
        OPEN,
        STARTING,
        RUNNING,
        CLOSED
    }

    private final Relay relay;
    private final long number;
    private final long clientNumber;
    private final long clientWindow;
    private final long clientPacket;
    private final Flow down = new Flow(OWN_WORDS);
    private final Flow up = new Flow(0);
    private final AtomicBoolean downWaits = new AtomicBoolean();
    private final AtomicBoolean upWaits = new AtomicBoolean();
    private final Replies fromTargetReplies = new Replies();
    private final Replies fromClientReplies = new Replies();
    private final ReentrantLock upLock = new ReentrantLock();
    private final ReentrantLock downLock = new ReentrantLock();
    private final ChannelTap.Out toClient = this::sendToClient;
    private final ChannelTap.Out toTarget = this::sendToTarget;

    // Guarded by upLock.
    private final List<Held> held = new ArrayList<>();
    private volatile Phase phase = Phase.OPENING;
    private StartRequest.Terminal terminal;

    // Guarded by downLock.
    private boolean outputEnded;

    private final AtomicBoolean closeSentToClient = new AtomicBoolean();
    private final AtomicBoolean closeSentToTarget = new AtomicBoolean();
    private volatile boolean closedByClient;
    private volatile boolean closedByTarget;

    private volatile Relay.Side target;
    private volatile long targetNumber = -1;
    private volatile long targetPacket = Relay.TARGET_PACKET;
    private volatile ChannelTap tap;
    private volatile StartRequest start;
    private volatile String notGranted;
    private volatile boolean outputSeen;

    /** A message of the client that waits for the start. */
    private record Held(int message, Buffer payload) {}

    RelayChannel(Relay relay, long number, long clientNumber, long clientWindow, long clientPacket) {
        this.relay = relay;
        this.number = number;
        this.clientNumber = clientNumber;
        this.clientWindow = clientWindow;
        this.clientPacket = clientPacket;
    }

    long number() {
        return number;
    }

    // ---- opening ----

    void openOn(Relay.Side side) {
        target = side;
        long grant = down.opened(clientWindow);
        quietly(() -> Packets.openSession(
                side.session(), number, grant, Math.max(1, Math.min(clientPacket, Relay.TARGET_PACKET))));
    }

    void refuseOpen(String sentence) {
        relay.closed(this);
        quietly(() -> Packets.openRefused(
                relay.front().session(), clientNumber, SshConstants.SSH_OPEN_CONNECT_FAILED, sentence));
    }

    private void openedByTarget(Buffer packet) throws IOException {
        targetNumber = packet.getUInt();
        long window = packet.getUInt();
        targetPacket = packet.getUInt();
        long grant = up.opened(window);
        phase = Phase.OPEN;
        Packets.opened(
                relay.front().session(), clientNumber, number, grant, Math.min(targetPacket, Relay.CLIENT_PACKET));
    }

    private void refusedByTarget(Buffer packet) throws IOException {
        long reason = packet.getUInt();
        String text = HostileText.line(packet.getString());
        relay.owner().note("target-refused-channel", Map.of("reason", Long.toString(reason), "text", text));
        refuseOpen(relay.rules().target() + " refused the channel: " + text);
    }

    // ---- from the client ----

    void fromClient(int message, Buffer packet) throws IOException {
        if (message == SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST) {
            if (!down.widened(packet.getUInt())) {
                throw relay.protocolError("the client", "window larger than RFC 4254 allows");
            }
            replenishDown();
            return;
        }
        if (message == SshConstants.SSH_MSG_CHANNEL_SUCCESS || message == SshConstants.SSH_MSG_CHANNEL_FAILURE) {
            answerOfClient(message);
            return;
        }
        upLock.lock();
        try {
            if (phase == Phase.OPENING || closedByClient) {
                throw relay.protocolError("the client", "message " + message + " on a channel that is not open");
            }
            if (message == SshConstants.SSH_MSG_CHANNEL_CLOSE) {
                closedByClient = true;
                closeTowardsTarget();
                finishIfBothClosed();
            } else if (closeSentToTarget.get()) {
                // We closed the channel first: what the client had on its way goes nowhere.
                return;
            } else if (mustWait(message)) {
                hold(message, packet);
            } else {
                deliver(message, packet);
            }
        } finally {
            upLock.unlock();
        }
    }

    private boolean mustWait(int message) {
        return switch (phase) {
            case STARTING -> true;
            // Before the start request only requests pass; data and EOF wait for the recording.
            case OPEN -> message == SshConstants.SSH_MSG_CHANNEL_DATA || message == SshConstants.SSH_MSG_CHANNEL_EOF;
            case RUNNING, OPENING, CLOSED -> false;
        };
    }

    private void hold(int message, Buffer packet) throws IOException {
        byte[] payload = new byte[packet.available()];
        packet.getRawBytes(payload);
        if (message == SshConstants.SSH_MSG_CHANNEL_DATA) {
            account(payload.length - Integer.BYTES, up, "the client");
        } else if (held.size() >= HELD_REQUESTS || payload.length > REQUEST_BYTES) {
            throw relay.protocolError("the client", "too many requests before the channel has started");
        }
        held.add(new Held(message, new ByteArrayBuffer(payload)));
    }

    private void deliver(int message, Buffer packet) throws IOException {
        switch (message) {
            case SshConstants.SSH_MSG_CHANNEL_DATA -> {
                int length = packet.getInt();
                account(length, up, "the client");
                checkLength(length, packet, "the client");
                dataOfClient(packet.array(), packet.rpos(), length);
            }
            case SshConstants.SSH_MSG_CHANNEL_REQUEST -> requestOfClient(packet);
            case SshConstants.SSH_MSG_CHANNEL_EOF ->
                Packets.bare(target.session(), SshConstants.SSH_MSG_CHANNEL_EOF, targetNumber);
            default ->
                // Extended data of a client has no meaning in a session channel, and no place in the record.
                throw relay.protocolError("the client", "message " + message + " on a session channel");
        }
    }

    private void dataOfClient(byte[] bytes, int off, int length) {
        if (!relay.rules().gate().open()) {
            relay.owner().gateClosed();
            return;
        }
        guarded(() -> tap.fromClient(bytes, off, length, toTarget, this::answerToClient));
        up.settled(length);
        replenishUp();
    }

    private void requestOfClient(Buffer packet) throws IOException {
        String name = packet.getString();
        boolean wantReply = packet.getBoolean();
        if (packet.available() > REQUEST_BYTES || fromTargetReplies.full()) {
            throw relay.protocolError("the client", "a channel request too large, or too many without an answer");
        }
        byte[] payload = new byte[packet.available()];
        packet.getRawBytes(payload);
        switch (RequestRules.fromClient(name)) {
            case START -> start(name, wantReply, payload);
            case PTY -> {
                if (phase != Phase.OPEN || terminal != null) {
                    refuseRequest(name, wantReply);
                } else {
                    terminal = StartRequest.Terminal.parse(payload);
                    pass(name, wantReply, payload);
                }
            }
            case ENVIRONMENT -> {
                if (phase == Phase.OPEN && RequestRules.environment(StartRequest.firstString(payload))) {
                    pass(name, wantReply, payload);
                } else {
                    refuseRequest(name, wantReply);
                }
            }
            case RESIZE -> {
                resized(payload);
                pass(name, wantReply, payload);
            }
            case FORWARD -> pass(name, wantReply, payload);
            case NOT_GRANTED -> {
                refuseRequest(name, wantReply);
                notGranted = (name.startsWith("x11") ? "X11" : "agent") + " forwarding is not part of this grant";
            }
            case REFUSE -> refuseRequest(name, wantReply);
        }
    }

    private void resized(byte[] payload) {
        StartRequest.Terminal.Size size = StartRequest.Terminal.sizeOf(payload);
        if (phase == Phase.RUNNING) {
            guarded(() -> tap.resized(size.columns(), size.rows()));
        } else if (terminal != null) {
            terminal = terminal.resized(size);
        }
    }

    private void pass(String name, boolean wantReply, byte[] payload) throws IOException {
        if (wantReply) {
            fromTargetReplies.expect(Replies.Kind.PASS);
        }
        Packets.request(target.session(), targetNumber, name, wantReply, payload);
    }

    private void refuseRequest(String name, boolean wantReply) throws IOException {
        relay.owner().note("request-refused", Map.of("request", HostileText.line(name)));
        if (wantReply && fromTargetReplies.refuseNow()) {
            Packets.bare(relay.front().session(), SshConstants.SSH_MSG_CHANNEL_FAILURE, clientNumber);
        }
    }

    // ---- the start ----

    private void start(String name, boolean wantReply, byte[] payload) throws IOException {
        if (start != null) {
            throw relay.protocolError("the client", "a second start request on one channel");
        }
        StartRequest request = StartRequest.of(name, payload, terminal);
        start = request;
        String refusal = request.refusal(relay.rules());
        if (refusal != null) {
            sayOnStderr(refusal);
            refuseRequest(name, wantReply);
            closeBoth();
            return;
        }
        phase = Phase.STARTING;
        CompletionStage<ChannelTap> opened = relay.owner()
                .recording()
                .thenCompose(recording -> request.open(recording, (int) number, relay.rules()));
        opened.whenComplete((made, failure) -> {
            if (failure == null) {
                recordingIsOpen(made, name, wantReply, payload);
            } else {
                relay.owner().end(EndCause.RECORDING_FAILED, "the session cannot be recorded, so it cannot go on");
            }
        });
    }

    private void recordingIsOpen(ChannelTap made, String name, boolean wantReply, byte[] payload) {
        tap = made;
        fromTargetReplies.expect(wantReply ? Replies.Kind.START_PASS : Replies.Kind.START_DROP);
        quietly(() -> Packets.request(target.session(), targetNumber, name, true, payload));
    }

    private void started() throws IOException {
        if (start.terminalShell()) {
            relay.owner().openingLine().ifPresent(this::sayLine);
            if (notGranted != null) {
                sayLine(notGranted);
            }
        }
        upLock.lock();
        try {
            phase = Phase.RUNNING;
            for (Held message : held) {
                release(message);
            }
            held.clear();
        } finally {
            upLock.unlock();
        }
        replenishUp();
    }

    private void release(Held message) throws IOException {
        if (message.message() == SshConstants.SSH_MSG_CHANNEL_DATA) {
            int length = message.payload().getInt();
            checkLength(length, message.payload(), "the client");
            dataOfClient(message.payload().array(), message.payload().rpos(), length);
        } else {
            deliver(message.message(), message.payload());
        }
    }

    // ---- from the target ----

    void fromTarget(int message, Buffer packet) throws IOException {
        switch (message) {
            case SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION -> openedByTarget(packet);
            case SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE -> refusedByTarget(packet);
            case SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST -> {
                if (!up.widened(packet.getUInt())) {
                    throw relay.protocolError(relay.rules().target(), "window larger than RFC 4254 allows");
                }
                replenishUp();
            }
            case SshConstants.SSH_MSG_CHANNEL_SUCCESS, SshConstants.SSH_MSG_CHANNEL_FAILURE -> answerOfTarget(message);
            default -> {
                downLock.lock();
                try {
                    deliverDown(message, packet);
                } finally {
                    downLock.unlock();
                }
            }
        }
    }

    private void deliverDown(int message, Buffer packet) throws IOException {
        if (closedByTarget) {
            throw relay.protocolError(relay.rules().target(), "message " + message + " after CLOSE");
        }
        if (message == SshConstants.SSH_MSG_CHANNEL_CLOSE) {
            endOfOutput();
            closedByTarget = true;
            closeTowardsClient();
            closeTowardsTarget();
            finishIfBothClosed();
            return;
        }
        if (closeSentToClient.get()) {
            return;
        }
        switch (message) {
            case SshConstants.SSH_MSG_CHANNEL_DATA -> dataOfTarget(packet, false);
            case SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA -> {
                if (packet.getUInt() != SshConstants.SSH_EXTENDED_DATA_STDERR) {
                    throw relay.protocolError(relay.rules().target(), "extended data of an unknown type");
                }
                dataOfTarget(packet, true);
            }
            case SshConstants.SSH_MSG_CHANNEL_REQUEST -> requestOfTarget(packet);
            case SshConstants.SSH_MSG_CHANNEL_EOF -> {
                endOfOutput();
                Packets.bare(relay.front().session(), SshConstants.SSH_MSG_CHANNEL_EOF, clientNumber);
            }
            default ->
                throw relay.protocolError(relay.rules().target(), "message " + message + " on a session channel");
        }
    }

    private void dataOfTarget(Buffer packet, boolean stderr) throws IOException {
        int length = packet.getInt();
        account(length, down, relay.rules().target());
        checkLength(length, packet, relay.rules().target());
        ChannelTap open = tap;
        if (open == null) {
            throw relay.protocolError(relay.rules().target(), "data before the channel has started");
        }
        if (!relay.rules().gate().open()) {
            relay.owner().gateClosed();
            return;
        }
        outputSeen = true;
        if (stderr) {
            guarded(() -> open.fromTargetStderr(packet.array(), packet.rpos(), length, this::sendStderrToClient));
        } else {
            guarded(() -> open.fromTarget(packet.array(), packet.rpos(), length, toClient));
        }
        down.settled(length);
        replenishDown();
    }

    private void requestOfTarget(Buffer packet) throws IOException {
        String name = packet.getString();
        boolean wantReply = packet.getBoolean();
        byte[] payload = new byte[packet.available()];
        packet.getRawBytes(payload);
        if (!RequestRules.fromTarget(name) || payload.length > REQUEST_BYTES || fromClientReplies.full()) {
            if (wantReply && fromClientReplies.refuseNow()) {
                Packets.bare(target.session(), SshConstants.SSH_MSG_CHANNEL_FAILURE, targetNumber);
            }
            return;
        }
        ChannelTap open = tap;
        if (open != null) {
            StartRequest.exitStatus(name, payload).ifPresent(status -> guarded(() -> open.exited(status)));
        }
        if (wantReply) {
            fromClientReplies.expect(Replies.Kind.PASS);
        }
        Packets.request(relay.front().session(), clientNumber, name, wantReply, payload);
    }

    private void answerOfTarget(int message) throws IOException {
        List<Replies.Kind> due = fromTargetReplies.answered();
        if (due.isEmpty()) {
            throw relay.protocolError(relay.rules().target(), "an answer to no request");
        }
        boolean success = message == SshConstants.SSH_MSG_CHANNEL_SUCCESS;
        for (Replies.Kind kind : due) {
            switch (kind) {
                case PASS -> Packets.bare(relay.front().session(), (byte) message, clientNumber);
                case DROP -> {}
                case START_PASS, START_DROP -> {
                    if (kind == Replies.Kind.START_PASS) {
                        Packets.bare(relay.front().session(), (byte) message, clientNumber);
                    }
                    if (success) {
                        started();
                    } else {
                        relay.owner().note("target-refused-start", Map.of("request", start.name()));
                        closeBoth();
                    }
                }
                case REFUSED_HERE ->
                    Packets.bare(relay.front().session(), SshConstants.SSH_MSG_CHANNEL_FAILURE, clientNumber);
            }
        }
    }

    private void answerOfClient(int message) throws IOException {
        List<Replies.Kind> due = fromClientReplies.answered();
        if (due.isEmpty()) {
            throw relay.protocolError("the client", "an answer to no request");
        }
        for (Replies.Kind kind : due) {
            boolean refusedHere = kind == Replies.Kind.REFUSED_HERE;
            Packets.bare(
                    target.session(),
                    refusedHere ? SshConstants.SSH_MSG_CHANNEL_FAILURE : (byte) message,
                    targetNumber);
        }
    }

    // ---- words of the bastion itself ----

    /** Says on a terminal how much time is left. */
    void warn(Duration left) {
        if (start == null || !start.terminalShell()) {
            return;
        }
        long minutes = left.toMinutes();
        String time = minutes == 1 ? "1 minute" : minutes + " minutes";
        downLock.lock();
        try {
            sayLine("access to " + relay.rules().target() + " ends in " + time);
        } finally {
            downLock.unlock();
        }
    }

    /** The last line on a terminal; tried only if nothing holds the way. */
    void farewell(String sentence) {
        if (start == null || !start.hasTerminal() || !downLock.tryLock()) {
            return;
        }
        try {
            sayLine(sentence);
        } finally {
            downLock.unlock();
        }
    }

    private void endOfOutput() {
        if (outputEnded) {
            return;
        }
        outputEnded = true;
        if (start != null && start.terminalShell() && phase == Phase.RUNNING) {
            relay.owner().closingLine().ifPresent(this::sayLine);
        }
    }

    /** Why a channel cannot be, on its stderr: the client shows it, whatever the channel was to be. */
    private void sayOnStderr(String sentence) {
        byte[] line = (sentence + "\r\n").getBytes(StandardCharsets.UTF_8);
        if (!closeSentToClient.get() && down.reserved(line.length)) {
            quietly(() -> Packets.stderr(relay.front().session(), clientNumber, line, 0, line.length));
        }
    }

    /** A line of our own in the terminal's output, recorded like the rest; left out where the client has no room. */
    private void sayLine(String sentence) {
        byte[] line = ((outputSeen ? "\r\n" : "") + sentence + "\r\n").getBytes(StandardCharsets.UTF_8);
        if (closeSentToClient.get() || tap == null || !down.reserved(line.length)) {
            return;
        }
        guarded(() -> tap.said(line));
        quietly(() -> Packets.data(relay.front().session(), clientNumber, line, 0, line.length));
    }

    // ---- both ways ----

    private void sendToClient(byte[] bytes, int off, int len) {
        inPieces(bytes, off, len, clientPacket, (b, o, l) -> {
            roomFor(down.passed(l));
            quietly(() -> Packets.data(relay.front().session(), clientNumber, b, o, l));
        });
    }

    private void sendStderrToClient(byte[] bytes, int off, int len) {
        inPieces(bytes, off, len, clientPacket, (b, o, l) -> {
            roomFor(down.passed(l));
            quietly(() -> Packets.stderr(relay.front().session(), clientNumber, b, o, l));
        });
    }

    private void sendToTarget(byte[] bytes, int off, int len) {
        inPieces(bytes, off, len, targetPacket, (b, o, l) -> {
            roomFor(up.passed(l));
            quietly(() -> Packets.data(target.session(), targetNumber, b, o, l));
        });
    }

    /** An answer of our own to the client; it takes of the room that the target was never granted. */
    private void answerToClient(byte[] bytes, int off, int len) {
        roomFor(down.reserved(len));
        quietly(() -> Packets.data(relay.front().session(), clientNumber, bytes, off, len));
    }

    private static void roomFor(boolean enough) {
        if (!enough) {
            throw new ChannelEndsException("the client does not read its answers");
        }
    }

    private static void inPieces(byte[] bytes, int off, int len, long limit, ChannelTap.Out out) {
        int most = (int) Math.max(1, Math.min(limit, Relay.CLIENT_PACKET));
        for (int at = 0; at < len; at += most) {
            out.write(bytes, off + at, Math.min(most, len - at));
        }
    }

    private void replenishDown() {
        Relay.Side source = target;
        if (source != null) {
            replenish(down, downWaits, source, targetNumber, relay.front().backlog(), this::replenishDown);
        }
    }

    private void replenishUp() {
        Relay.Side sink = target;
        if (sink != null) {
            replenish(up, upWaits, relay.front(), clientNumber, sink.backlog(), this::replenishUp);
        }
    }

    /** Grants the source what the sink takes, unless recorder or network are behind: then once they have caught up. */
    private void replenish(
            Flow flow, AtomicBoolean waits, Relay.Side source, long channel, Backlog network, Runnable again) {
        ChannelTap open = tap;
        Runnable retry = () -> {
            waits.set(false);
            again.run();
        };
        if (open != null && open.backlog() > HIGH_MARK) {
            if (waits.compareAndSet(false, true)) {
                open.whenBelow(LOW_MARK, retry);
            }
        } else if (network.waiting() > HIGH_MARK) {
            if (waits.compareAndSet(false, true)) {
                network.whenBelow(LOW_MARK, retry);
            }
        } else {
            long more = flow.claim();
            if (more > 0 && phase != Phase.CLOSED) {
                quietly(() -> Packets.widen(source.session(), channel, more));
            }
        }
    }

    private void account(int length, Flow flow, String peer) throws IOException {
        if (length < 0 || !flow.arrived(length)) {
            throw relay.protocolError(peer, "more data than its window");
        }
    }

    private void checkLength(int length, Buffer packet, String peer) throws IOException {
        if (length > packet.available()) {
            throw relay.protocolError(peer, "a data length beyond its packet");
        }
    }

    /** Closes this channel alone, towards both ends; their answers finish it. */
    private void closeBoth() throws IOException {
        closeTowardsTarget();
        closeTowardsClient();
    }

    private void closeTowardsTarget() throws IOException {
        if (targetNumber >= 0 && closeSentToTarget.compareAndSet(false, true)) {
            Packets.bare(target.session(), SshConstants.SSH_MSG_CHANNEL_CLOSE, targetNumber);
        }
    }

    private void closeTowardsClient() throws IOException {
        if (closeSentToClient.compareAndSet(false, true)) {
            Packets.bare(relay.front().session(), SshConstants.SSH_MSG_CHANNEL_CLOSE, clientNumber);
        }
    }

    private void finishIfBothClosed() {
        if (closedByClient && closedByTarget) {
            phase = Phase.CLOSED;
            relay.closed(this);
            closeTap();
        }
    }

    void closeTap() {
        ChannelTap open = tap;
        if (open != null) {
            open.close();
        }
    }

    /** Runs what records; a recorder that fails ends the session, a stream that must end ends the channel. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RecordingFailedException e) {
            relay.owner().end(EndCause.RECORDING_FAILED, "the recording failed, so the session ended");
        } catch (ChannelEndsException e) {
            relay.owner().note("channel-ended", Map.of("why", e.getMessage()));
            sayOnStderr(e.getMessage());
            quietly(this::closeBoth);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** A write that fails does so because its connection ends, which its session reports by itself. */
    private void quietly(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            relay.owner().note("write-failed", Map.of("why", HostileText.line(String.valueOf(e.getMessage()))));
        }
    }
}
