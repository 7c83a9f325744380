package dev.bastion.recorder;

/** The recording of a command without a terminal: three raw files and a time index. */
public interface StreamRecording extends ChannelRecording {

    /** What the person sends. */
    void stdin(byte[] bytes, int offset, int length);

    /** What the command prints. */
    void stdout(byte[] bytes, int offset, int length);

    /** What the command prints as errors. */
    void stderr(byte[] bytes, int offset, int length);

    /** A note in the recording's time line. */
    void marker(String label);

    /** The command ended; 128 + number for a signal. */
    void exit(int status);

    /** Whether the limit is passed and the rule says that this ends the channel. Cheap; ask after each accepted packet. */
    boolean pastLimitEnds();
}
