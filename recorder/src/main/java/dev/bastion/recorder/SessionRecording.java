package dev.bastion.recorder;

import dev.bastion.recorder.mask.MaskKind;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The recording of one live session: a directory of its own. Safe for concurrent use; all disk work runs on the recorder's
 * threads, where the stages complete too. A stage that fails does so with {@link RecordingFailedException}.
 */
public interface SessionRecording {

    /** Number of the session. */
    long session();

    /**
     * A terminal's recording; completes when header and first event are on disk.
     *
     * @param channel number of the channel, unique within the session
     * @param columns width, 0 where the client did not say
     * @param rows height, 0 where the client did not say
     * @param term value of TERM, may be empty
     * @param command the command line, empty for a shell
     */
    default CompletionStage<TerminalRecording> terminal(
            int channel, int columns, int rows, String term, String command) {
        return terminal(channel, columns, rows, term, command, Set.of());
    }

    /**
     * The same with masks, which hide in the command line and in what is typed. What the host prints comes masked.
     *
     * @param masks what is hidden; nothing when empty
     */
    CompletionStage<TerminalRecording> terminal(
            int channel, int columns, int rows, String term, String command, Set<MaskKind> masks);

    /** The recording of a command without a terminal; completes when it is on disk that the command is about to run. */
    CompletionStage<StreamRecording> streams(int channel, byte[] command, StreamLimit limit);

    /**
     * The recording of a connection that the target is about to open for the person, its two streams as they pass;
     * completes when it is on disk that this is about to happen.
     *
     * @param destination where to, as {@code host:port}
     */
    CompletionStage<StreamRecording> forward(int channel, String destination, StreamLimit limit);

    /**
     * The recording of transfers; completes when it is on disk that they are about to begin.
     *
     * @param protocol {@code sftp} or {@code scp}
     */
    CompletionStage<TransferRecording> transfers(int channel, String protocol);

    /**
     * The recording of one use of the person's agent by the host; completes when it is on disk that this is about to happen.
     */
    CompletionStage<AgentRecording> agent(int channel);

    /**
     * Something worth keeping that belongs to no channel's bytes, such as a refused request. Values are cut to a kilobyte.
     *
     * @param kind lower case with dashes
     */
    void note(String kind, Map<String, String> facts);

    /** What has been recorded so far. */
    Counters counters();

    /**
     * Ends the recording: closes the channels, writes the sums, puts all on disk. After a failure it saves what can be
     * saved. Calling it again gives the same stage.
     *
     * @param cause why the session ended, lower case with dashes
     */
    CompletionStage<Seal> seal(String cause);
}
