package dev.bastion.recorder;

/** A terminal's recording, an asciicast v2 file. */
public interface TerminalRecording extends ChannelRecording {

    /** What the host prints. */
    void output(byte[] bytes, int offset, int length);

    /** What the person types. */
    void input(byte[] bytes, int offset, int length);

    /** The window has another size now. */
    void resize(int columns, int rows);

    /** A note in the recording's time line. */
    void marker(String label);

    /** The program ended; 128 + number for a signal. */
    void exit(int status);
}
