package dev.bastion.control;

import dev.bastion.option.Mistyped;
import dev.bastion.recorder.asciicast.AsciicastReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Plays an asciicast file on a terminal whose keys come one by one: {@code bastion replay FILE}. Immutable. */
public final class FilePlayer {
    private final Player.Pace pace;
    private final boolean raw;

    /**
     * How to play.
     *
     * @param speed as typed: {@code 2} is twice as fast
     * @param idleLimit as typed: {@code 2s} or {@code 0.5s}
     * @param raw let everything pass
     * @throws IllegalArgumentException when they are not understood; the message says what is
     */
    public FilePlayer(String speed, Optional<String> idleLimit, boolean raw) {
        try {
            this.pace = new Player.Pace(Typed.factor(speed), idleLimit.map(Typed::pause));
        } catch (Mistyped wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
        this.raw = raw;
    }

    /** Plays to the end, or until the person ends it. */
    public void play(Path file, InputStream keys, OutputStream out) throws IOException, InterruptedException {
        AsciicastReader cast = AsciicastReader.of(file);
        try (TerminalScreen screen = new TerminalScreen(out, raw)) {
            new Player(screen, Keyboard.reading(keys)).play(cast, pace);
        }
    }
}
