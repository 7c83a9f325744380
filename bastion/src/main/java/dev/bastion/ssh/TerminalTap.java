package dev.bastion.ssh;

import dev.bastion.recorder.TerminalRecording;

/** A channel with a terminal: both directions go into one asciicast. */
record TerminalTap(TerminalRecording recording) implements ChannelTap {
    @Override
    public void fromClient(byte[] bytes, int off, int len, Out toTarget, Out toClient) {
        recording.input(bytes, off, len);
        toTarget.write(bytes, off, len);
    }

    @Override
    public void fromTarget(byte[] bytes, int off, int len, Out toClient) {
        recording.output(bytes, off, len);
        toClient.write(bytes, off, len);
    }

    @Override
    public void fromTargetStderr(byte[] bytes, int off, int len, Out toClient) {
        fromTarget(bytes, off, len, toClient);
    }

    @Override
    public void resized(int columns, int rows) {
        recording.resize(columns, rows);
    }

    @Override
    public void said(byte[] bytes) {
        recording.output(bytes, 0, bytes.length);
    }

    @Override
    public void signalled(String what) {
        recording.marker(what);
    }

    @Override
    public void exited(int status) {
        recording.exit(status);
    }
}
