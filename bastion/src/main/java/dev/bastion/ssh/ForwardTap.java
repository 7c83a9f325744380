package dev.bastion.ssh;

import dev.bastion.recorder.ChannelRecording;
import dev.bastion.recorder.StreamRecording;
import java.nio.charset.StandardCharsets;

/**
 * A forwarded connection: two streams of raw bytes. One that begins as ssh does (RFC 4253 section 4.2) ends there, on whatever
 * port it is, for what would be in it is not seen.
 */
final class ForwardTap implements ChannelTap {
    private static final byte[] IDENT = "SSH-".getBytes(StandardCharsets.US_ASCII);
    private static final int NOT_SSH = -1;

    private final StreamRecording recording;
    // Each way's own thread counts how much of an ident there has been.
    private int fromClient;
    private int fromTarget;

    ForwardTap(StreamRecording recording) {
        this.recording = recording;
    }

    @Override
    public void fromClient(byte[] bytes, int off, int len, Out toTarget, Out toClient) {
        recording.stdin(bytes, off, len);
        fromClient = ident(fromClient, bytes, off, len);
        endPastLimit();
        toTarget.write(bytes, off, len);
    }

    @Override
    public void fromTarget(byte[] bytes, int off, int len, Out toClient) {
        recording.stdout(bytes, off, len);
        fromTarget = ident(fromTarget, bytes, off, len);
        endPastLimit();
        toClient.write(bytes, off, len);
    }

    @Override
    public void fromTargetStderr(byte[] bytes, int off, int len, Out toClient) {
        throw new IllegalStateException("a connection has no stderr");
    }

    private static int ident(int seen, byte[] bytes, int off, int len) {
        int matched = seen;
        for (int at = 0; matched != NOT_SSH && at < len; at++) {
            matched = bytes[off + at] == IDENT[matched] ? matched + 1 : NOT_SSH;
            if (matched == IDENT.length) {
                throw new ChannelEndsException("ssh is not forwarded");
            }
        }
        return matched;
    }

    private void endPastLimit() {
        if (recording.pastLimitEnds()) {
            throw new ChannelEndsException("this connection moved more than its rule lets one move");
        }
    }

    @Override
    public ChannelRecording recording() {
        return recording;
    }
}
