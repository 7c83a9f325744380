package dev.bastion.control;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What one control command reads and writes: the SSH channel it runs on, without a word of SSH. Implemented by the
 * server and by tests.
 *
 * <p>The three streams are used by the command's own thread and may block it. {@link #in()} ends (-1) when the client
 * sends EOF or the channel closes; writing to a closed channel throws {@link java.io.IOException}. The listeners may
 * be called on any thread and must not block.
 */
public interface CommandChannel {
    /** What the client types or pipes in. */
    InputStream in();

    /** The answer alone. */
    OutputStream out();

    /** Sentences, hints and progress. */
    OutputStream err();

    /** The client's terminal as it is now, when it asked for one ({@code ssh -t}); its own end is raw, so lines end with CR LF. */
    Optional<Window> terminal();

    /** The terminal's type as the client named it ({@code TERM}); {@code "dumb"} when there is no terminal. */
    default String terminalType() {
        return terminal().isPresent() ? "xterm" : "dumb";
    }

    /** Tells of each change of the terminal's size from now on. */
    void onResize(Consumer<Window> listener);

    /** Whether the client is still there. */
    boolean open();

    /** Tells once that the channel has closed; at once when it already has. */
    void onClose(Runnable listener);
}
