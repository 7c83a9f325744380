package dev.bastion.ssh;

import dev.bastion.recorder.ChannelRecording;
import dev.bastion.recorder.TerminalRecording;
import dev.bastion.recorder.mask.MaskKind;
import dev.bastion.recorder.mask.MaskedStream;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A channel with a terminal whose rule has masks: what the host prints is masked first, so that recording and person get the same.
 * What the person types goes to the host as it is, and its masks are the recorder's affair. What is kept back when the channel
 * ends reaches nobody.
 */
final class MaskedTerminalTap implements ChannelTap {
    private final TerminalTap tap;
    private final MaskedStream output;
    private final MaskedStream errors;
    private volatile int columns;
    private volatile boolean closed;

    MaskedTerminalTap(TerminalRecording recording, Set<MaskKind> masks, int columns) {
        this.tap = new TerminalTap(recording);
        this.output = MaskedStream.ofScreen(masks, recording::masked);
        this.errors = MaskedStream.ofScreen(masks, recording::masked);
        this.columns = columns;
    }

    @Override
    public void fromClient(byte[] bytes, int off, int len, Out toTarget, Out toClient) {
        tap.fromClient(bytes, off, len, toTarget, toClient);
    }

    @Override
    public void fromTarget(byte[] bytes, int off, int len, Out toClient) {
        output.width(columns);
        output.feed(bytes, off, len, recordedThen(toClient));
    }

    @Override
    public void fromTargetStderr(byte[] bytes, int off, int len, Out toClient) {
        errors.feed(bytes, off, len, recordedThen(toClient));
    }

    private MaskedStream.Out recordedThen(Out toClient) {
        return (bytes, off, len) -> tap.fromTarget(bytes, off, len, toClient);
    }

    @Override
    public int held() {
        return output.held() + errors.held();
    }

    @Override
    public void release(Out toClient, Out toClientStderr) {
        if (!closed) {
            output.pause(recordedThen(toClient));
            errors.pause(recordedThen(toClientStderr));
        }
    }

    @Override
    public void resized(int width, int rows) {
        columns = width;
        tap.resized(width, rows);
    }

    @Override
    public void said(byte[] bytes) {
        tap.said(bytes);
    }

    @Override
    public void signalled(String what) {
        tap.signalled(what);
    }

    @Override
    public void exited(int status) {
        tap.exited(status);
    }

    @Override
    public ChannelRecording recording() {
        return tap.recording();
    }

    @Override
    public CompletionStage<Void> close() {
        closed = true;
        return tap.close();
    }
}
