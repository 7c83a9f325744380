package dev.bastion.ssh;

import dev.bastion.recorder.ChannelRecording;
import java.util.concurrent.CompletionStage;

/**
 * What stands between the two ends of a channel: it records what passes and then passes it on, so that nothing is
 * forwarded that the recorder has not accepted.
 *
 * <p>Called on I/O threads, each direction by one at a time; never blocks. Throws
 * {@link dev.bastion.recorder.RecordingFailedException} when nothing can be recorded any more, and
 * {@link ChannelEndsException} when this channel alone must end.
 */
interface ChannelTap {
    /** Where bytes go on. */
    @FunctionalInterface
    interface Out {
        void write(byte[] bytes, int off, int len);
    }

    /** Data from the client, on its way to the target. */
    void fromClient(byte[] bytes, int off, int len, Out toTarget, Out toClient);

    /** Data from the target, on its way to the client. */
    void fromTarget(byte[] bytes, int off, int len, Out toClient);

    /** Extended data (stderr) from the target, on its way to the client. */
    void fromTargetStderr(byte[] bytes, int off, int len, Out toClient);

    /** Bytes of the target that are kept back for a moment: what they become is not certain yet. */
    default int held() {
        return 0;
    }

    /** Passes on what is kept back: nothing more comes for now, or something comes that belongs behind it. */
    default void release(Out toClient, Out toClientStderr) {}

    /** The client's window changed. */
    default void resized(int columns, int rows) {}

    /** The client sent something besides data and sizes: a signal, a break. */
    default void signalled(String what) {}

    /** Words of the bastion itself, which the person sees on the terminal. */
    default void said(byte[] bytes) {}

    /** The command ended: its status, or 128 + the signal's number. */
    default void exited(int status) {}

    /** Where this channel is recorded. */
    ChannelRecording recording();

    /** Bytes that the recorder has accepted and not dealt with yet. */
    default long backlog() {
        return recording().backlog();
    }

    /** As {@link ChannelRecording#whenBelow}. */
    default void whenBelow(long mark, Runnable later) {
        recording().whenBelow(mark, later);
    }

    /** No more comes; completes when the channel's recording is whole. */
    default CompletionStage<Void> close() {
        return recording().close();
    }
}
