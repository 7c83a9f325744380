package dev.bastion.control;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes text to the two streams of a command: the answer alone to the one, sentences to the other. On a terminal a
 * line ends with CR LF, because the client's terminal is raw. Used by one thread.
 */
final class Printer {
    private static final int WIDE = 100_000;

    private final CommandChannel channel;

    Printer(CommandChannel channel) {
        this.channel = channel;
    }

    /** A page of the answer, laid out for the terminal where there is one. */
    void answer(Page page) {
        int cols = channel.terminal().map(Window::cols).orElse(WIDE);
        write(channel.out(), page.render(cols, colour()));
    }

    /** One line of the answer, exactly as it is; the caller made it harmless. */
    void answerLine(String line) {
        write(channel.out(), List.of(line));
    }

    /** A sentence beside the answer. */
    void say(String sentence) {
        Tone tone = sentence.startsWith("hint: ") ? Tone.PAST : Tone.PLAIN;
        String plain = PlainText.line(sentence);
        write(channel.err(), List.of(colour() ? tone.paint(plain) : plain));
    }

    private boolean colour() {
        return channel.terminal().isPresent() && !channel.terminalType().equals("dumb");
    }

    private void write(OutputStream to, List<String> lines) {
        String end = channel.terminal().isPresent() ? "\r\n" : "\n";
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append(end));
        try {
            to.write(text.toString().getBytes(StandardCharsets.UTF_8));
            to.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
