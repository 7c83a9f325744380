package dev.bastion.recorder;

import dev.bastion.recorder.mask.MaskKind;

/** A terminal's recording, an asciicast v2 file. */
public interface TerminalRecording extends ChannelRecording {

    /** What the host prints; where masks are in force, as it was masked. */
    void output(byte[] bytes, int offset, int length);

    /** What the person types, as it was typed: what its masks hide is masked here. */
    void input(byte[] bytes, int offset, int length);

    /** Something of that kind was masked in what the host prints. */
    void masked(MaskKind kind);

    /** The window has another size now. */
    void resize(int columns, int rows);

    /** A note in the recording's time line. */
    void marker(String label);

    /** The program ended; 128 + number for a signal. */
    void exit(int status);
}
