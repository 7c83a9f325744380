package dev.bastion.control;

import dev.bastion.recorder.screen.ScreenSafeFilter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A reviewer's terminal. What a host printed goes through the filter that lets nothing pass which makes a terminal answer or
 * act (THREATS T19), unless the reviewer opts out; at the end the terminal is as before. Used by one thread.
 */
final class TerminalScreen implements Player.Screen, AutoCloseable {
    /** Attributes off, home, everything erased. */
    private static final String CLEAR = "\u001b[0m\u001b[H\u001b[2J";

    private final OutputStream out;
    private final boolean raw;
    private ScreenSafeFilter filter = new ScreenSafeFilter();

    TerminalScreen(OutputStream out, boolean raw) {
        this.out = out;
        this.raw = raw;
    }

    @Override
    public void show(String output) throws IOException {
        byte[] safe = filter.filter(output);
        out.write(raw ? output.getBytes(StandardCharsets.UTF_8) : safe);
        out.flush();
    }

    @Override
    public void clear() throws IOException {
        out.write(filter.reset());
        out.write(CLEAR.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        filter = new ScreenSafeFilter();
    }

    @Override
    public void close() throws IOException {
        out.write(filter.reset());
        out.flush();
    }
}
