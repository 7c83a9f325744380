package dev.bastion.ssh;

import dev.bastion.recorder.TransferRecording;
import dev.bastion.ssh.sftp.MalformedSftpException;
import dev.bastion.ssh.sftp.SftpGate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.concurrent.CompletionStage;

/** The sftp subsystem: a gate that passes what the permits allow and tells of every file. */
final class SftpTap implements ChannelTap {
    private final TransferRecording recording;
    private final SftpGate gate;

    SftpTap(TransferRecording recording, RelayRules rules) {
        this.recording = recording;
        this.gate = new SftpGate(rules.permits(), recording, rules.digests(), Clock.systemUTC());
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
        // sftp-server says on stderr what its login scripts print; the person may read it.
        toClient.write(bytes, off, len);
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
    public long backlog() {
        return recording.backlog();
    }

    @Override
    public void whenBelow(long mark, Runnable later) {
        recording.whenBelow(mark, later);
    }

    @Override
    public CompletionStage<Void> close() {
        // The lines of what was left open come first; a recording that failed is closed all the same.
        return gate.close().handle((told, failure) -> recording.close()).thenCompose(closed -> closed);
    }
}
