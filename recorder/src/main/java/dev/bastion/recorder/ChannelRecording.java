package dev.bastion.recorder;

import java.util.concurrent.CompletionStage;

/**
 * The recording of one SSH channel. Methods that accept bytes or events never block and copy what they keep; they throw
 * {@link RecordingFailedException} once the recording has failed or ended. They may be called from any thread, each
 * direction from one at a time; the order in which they are called is the order in the file.
 */
public interface ChannelRecording {

    /** Bytes accepted and not yet consumed by the recorder. Whoever feeds it holds back above a mark of its choice. */
    long backlog();

    /**
     * Runs once, on a recorder's thread, as soon as the backlog is at or below the mark; soon, if it is already. It also
     * runs when the recording fails or ends, so that nobody waits for ever.
     *
     * @param mark bytes
     * @param later must be short and must not block
     */
    void whenBelow(long mark, Runnable later);

    /**
     * Ends this channel's recording: what is held is decided and written, the facts of the channel are stored. Calling it
     * again gives the same stage. It completes on a recorder's thread.
     */
    CompletionStage<Void> close();
}
