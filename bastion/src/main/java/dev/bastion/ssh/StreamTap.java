package dev.bastion.ssh;

import dev.bastion.recorder.StreamRecording;

/** A command, or a shell without a terminal: three streams of raw bytes. */
record StreamTap(StreamRecording recording) implements ChannelTap {
    @Override
    public void fromClient(byte[] bytes, int off, int len, Out toTarget, Out toClient) {
        recording.stdin(bytes, off, len);
        endPastLimit();
        toTarget.write(bytes, off, len);
    }

    @Override
    public void fromTarget(byte[] bytes, int off, int len, Out toClient) {
        recording.stdout(bytes, off, len);
        endPastLimit();
        toClient.write(bytes, off, len);
    }

    @Override
    public void fromTargetStderr(byte[] bytes, int off, int len, Out toClient) {
        recording.stderr(bytes, off, len);
        endPastLimit();
        toClient.write(bytes, off, len);
    }

    @Override
    public void signalled(String what) {
        recording.marker(what);
    }

    @Override
    public void exited(int status) {
        recording.exit(status);
    }

    private void endPastLimit() {
        if (recording.pastLimitEnds()) {
            throw new ChannelEndsException("this command moved more than its rule lets a command move");
        }
    }
}
