package dev.bastion.ssh;

import dev.bastion.policy.text.Durations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What the bastion itself says in a channel: on the terminal of a shell how it begins, is about to end and ends, and on
 * stderr why it cannot be. Nothing is ever said in the stream of a command or a transfer that goes on.
 *
 * <p>Called in the order of what goes to the client ({@link TargetLeg}).
 */
final class OwnWords {
    private final RelayChannel channel;
    private volatile String notGranted;
    private volatile boolean outputSeen;

    OwnWords(RelayChannel channel) {
        this.channel = channel;
    }

    /** Something was asked for that the grant has not; said when the shell begins. */
    void notGranted(String what) {
        notGranted = what + " is not part of this grant";
    }

    void outputSeen() {
        outputSeen = true;
    }

    void opening() {
        if (shellOnTerminal()) {
            channel.relay().owner().openingLine().ifPresent(this::line);
            if (notGranted != null) {
                line(notGranted);
            }
        }
    }

    void warn(Duration left) {
        if (shellOnTerminal()) {
            long minutes = left.toMinutes();
            String time = minutes == 1 ? "1 minute" : minutes + " minutes";
            line("access to " + channel.relay().rules().target() + " ends in " + time);
        }
    }

    /** Unlike the end of a grant it comes also where a command fills the terminal: that one is idle too. */
    void warnIdle(Duration left) {
        if (channel.onTerminal()) {
            line("nothing was typed for some time: access to "
                    + channel.relay().rules().target() + " ends in " + Durations.text(left.plusMillis(999))
                    + " if it stays so");
        }
    }

    void closing() {
        if (shellOnTerminal()) {
            channel.relay().owner().closingLine().ifPresent(this::line);
        }
    }

    void farewell(String sentence) {
        if (channel.onTerminal()) {
            line(sentence);
        }
    }

    /** Why a channel cannot be, or cannot go on: the client shows its stderr, whatever the session was to be. */
    void onStderr(String sentence) {
        if (!channel.hasStart()) {
            return;
        }
        byte[] line = (sentence.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.UTF_8);
        if (!channel.ending().sentToClient() && channel.down().reserved(line.length)) {
            channel.sendToClient(
                    () -> Packets.stderr(channel.toClient(), channel.clientNumber(), line, 0, line.length));
        }
    }

    /** A line in the terminal's output, recorded like the rest; left out where the client has no room. */
    private void line(String sentence) {
        byte[] line = ((outputSeen ? "\r\n" : "") + sentence + "\r\n").getBytes(StandardCharsets.UTF_8);
        channel.targetLeg().release();
        ChannelTap tap = channel.tap();
        if (channel.ending().sentToClient() || tap == null || !channel.down().reserved(line.length)) {
            return;
        }
        channel.guarded(() -> tap.said(line));
        channel.sendToClient(() -> Packets.data(channel.toClient(), channel.clientNumber(), line, 0, line.length));
    }

    private boolean shellOnTerminal() {
        StartRequest start = channel.start();
        return start != null && start.terminalShell();
    }
}
