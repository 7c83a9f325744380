package dev.bastion.ssh;

import dev.bastion.recorder.ChannelRecording;
import dev.bastion.recorder.TransferRecording;
import dev.bastion.ssh.sftp.ScpCommand;
import dev.bastion.ssh.sftp.ScpTap;
import java.time.Clock;
import java.util.concurrent.CompletionStage;

/** A command that is the far end of {@code scp -O}: recorded like every command, and each file told besides. */
final class ScpExecTap implements ChannelTap {
    private final StreamTap streams;
    private final TransferRecording recording;
    private final ScpTap files;

    ScpExecTap(StreamTap streams, ScpCommand command, TransferRecording recording, RelayRules rules) {
        this.streams = streams;
        this.recording = recording;
        this.files = new ScpTap(command, recording, rules.digests(), Clock.systemUTC());
    }

    @Override
    public void fromClient(byte[] bytes, int off, int len, Out toTarget, Out toClient) {
        files.fromClient(bytes, off, len);
        streams.fromClient(bytes, off, len, toTarget, toClient);
    }

    @Override
    public void fromTarget(byte[] bytes, int off, int len, Out toClient) {
        files.fromServer(bytes, off, len);
        streams.fromTarget(bytes, off, len, toClient);
    }

    @Override
    public void fromTargetStderr(byte[] bytes, int off, int len, Out toClient) {
        streams.fromTargetStderr(bytes, off, len, toClient);
    }

    @Override
    public void signalled(String what) {
        streams.signalled(what);
    }

    @Override
    public void exited(int status) {
        streams.exited(status);
    }

    /** Of the streams; the lines of the files have one of their own. */
    @Override
    public ChannelRecording recording() {
        return streams.recording();
    }

    @Override
    public long backlog() {
        return Math.max(streams.backlog(), recording.backlog());
    }

    @Override
    public void whenBelow(long mark, Runnable later) {
        streams.whenBelow(mark, () -> recording.whenBelow(mark, later));
    }

    @Override
    public CompletionStage<Void> close() {
        return files.close()
                .handle((told, failure) -> recording.close())
                .thenCompose(closed -> closed)
                .thenCompose(closed -> streams.close());
    }
}
