package dev.bastion.ssh;

import dev.bastion.recorder.ChannelRecording;
import dev.bastion.recorder.SessionRecording;
import dev.bastion.recorder.TransferRecording;
import dev.bastion.ssh.sftp.MalformedSftpException;
import dev.bastion.ssh.sftp.SftpGate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The sftp subsystem: a gate that passes what the permits allow and tells of every file. */
final class SftpTap implements ChannelTap {
    /** What a login script may say; more is no message and stays here. */
    private static final int STDERR = 16 << 10;

    // Escaped, this many bytes are at most the kilobyte that a note keeps.
    private static final int NOTE = 256;

    private final SessionRecording session;
    private final TransferRecording recording;
    private final SftpGate gate;
    private int stderr;

    SftpTap(SessionRecording session, TransferRecording recording, RelayRules rules) {
        this.session = session;
        this.recording = recording;
        this.gate = new SftpGate(rules.permits(), rules.confines(), recording, rules.digests(), Clock.systemUTC());
    }

    @Override
    public void fromClient(byte[] bytes, int off, int len, Out toTarget, Out toClient) {
        pass(() -> gate.fromClient(bytes, off, len, toTarget::write, toClient::write));
    }

    @Override
    public void fromTarget(byte[] bytes, int off, int len, Out toClient) {
        pass(() -> gate.fromServer(bytes, off, len, toClient::write));
    }

    @Override
    public void fromTargetStderr(byte[] bytes, int off, int len, Out toClient) {
        // sftp-server says on stderr what its login scripts print; the person may read it, once it is on the record.
        int passes = Math.min(len, STDERR - stderr);
        for (int at = 0; at < passes; at += NOTE) {
            String text = new String(bytes, off + at, Math.min(NOTE, passes - at), StandardCharsets.ISO_8859_1);
            session.note("sftp-stderr", Map.of("text", HostileText.line(text)));
        }
        stderr += passes;
        if (passes > 0) {
            toClient.write(bytes, off, passes);
        }
    }

    private interface Feeding {
        void run() throws IOException;
    }

    private static void pass(Feeding feeding) {
        try {
            feeding.run();
        } catch (MalformedSftpException e) {
            throw new ChannelEndsException("the SFTP stream is malformed: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ChannelRecording recording() {
        return recording;
    }

    @Override
    public CompletionStage<Void> close() {
        // The lines of what was left open come first; a recording that failed is closed all the same.
        return gate.close().handle((told, failure) -> recording.close()).thenCompose(closed -> closed);
    }
}
