package dev.bastion.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The terminal that this process runs on, with keys coming one by one and unseen until it is closed. Java has no call for
 * that, and every Unix has {@code stty}.
 */
final class LocalTerminal implements AutoCloseable {
    private final String before;

    private LocalTerminal(String before) {
        this.before = before;
    }

    static LocalTerminal open() throws IOException, InterruptedException {
        String before = stty("-g");
        LocalTerminal terminal = new LocalTerminal(before);
        Runtime.getRuntime().addShutdownHook(new Thread(terminal::restore, "terminal"));
        stty("-icanon", "-echo", "-isig", "min", "1");
        return terminal;
    }

    InputStream in() {
        return System.in;
    }

    @Override
    public void close() {
        restore();
    }

    private void restore() {
        try {
            stty(before);
        } catch (IOException gone) {
            System.err.println("hint: stty sane");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String stty(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (process.waitFor() != 0) {
            throw new Complaint("a replay needs a terminal", "asciinema cat FILE writes it to a pipe");
        }
        return said;
    }
}
