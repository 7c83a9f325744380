package dev.bastion.cli;

import dev.bastion.control.PlainText;
import dev.bastion.enrol.Act;
import dev.bastion.enrol.EnrolmentScript;
import dev.bastion.store.LedgerUnavailableException;
import dev.bastion.store.StoreRefusedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The administrator's own way to a root shell on a host, such as {@code ssh root@host}: runs a script there and answers its
 * one question. Everything goes over one connection, so that it stays open while the host's sshd changes. For one thread.
 */
final class OverConnection {
    private static final int LONGEST_LINE = 8_192;
    private static final int MOST_BYTES = 4 << 20;

    private final Surroundings around;
    private final List<String> words;

    /** Says whether the host works as it should. */
    interface Check {
        boolean passes() throws IOException;
    }

    /**
     * A way to a host.
     *
     * @param typed a command and its words, split at blanks; to these one more is added, a command for the shell there
     */
    OverConnection(Surroundings around, String typed) {
        this.around = around;
        this.words = List.of(typed.strip().split(" +"));
        if (typed.isBlank()) {
            throw new Complaint("--over names no command", "--over \"ssh root@10.0.0.5\"");
        }
    }

    /**
     * Runs the script.
     *
     * @return 0 where the script says so, 1 otherwise
     */
    int run(String script, Act act, Check check) throws IOException {
        byte[] bytes = script.getBytes(StandardCharsets.US_ASCII);
        Process process = started(bytes.length, act);
        try (OutputStream in = process.getOutputStream();
                InputStream out = new BufferedInputStream(process.getInputStream())) {
            in.write(bytes);
            in.flush();
            follow(in, out, check);
            return process.waitFor() == 0 ? ExitCode.DONE : ExitCode.REFUSED;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted; the host takes back what was not confirmed", stopped);
        } finally {
            process.destroy();
        }
    }

    private Process started(int length, Act act) {
        List<String> all = new ArrayList<>(words);
        all.add(receiving(length, act));
        try {
            return new ProcessBuilder(all).redirectErrorStream(true).start();
        } catch (IOException missing) {
            throw new Complaint("'%s' cannot be run".formatted(words.getFirst()), "--over \"ssh root@10.0.0.5\"");
        }
    }

    /** Reads just the script, so that the answer stays to be read; without one character that shells read differently. */
    private static String receiving(int length, Act act) {
        return ("sh -c 'f=$(mktemp) && dd bs=1 count=%d of=\"$f\" 2>/dev/null && sh \"$f\" %s stdin;"
                        + " s=$?; rm -f \"$f\"; exit $s'")
                .formatted(length, act.word());
    }

    private void follow(OutputStream in, InputStream out, Check check) throws IOException {
        int total = 0;
        for (Optional<String> line = line(out); line.isPresent(); line = line(out)) {
            total += line.get().length();
            if (total > MOST_BYTES) {
                throw new IOException("the host says more than any enrolment has to say");
            }
            if (line.get().equals(EnrolmentScript.AWAITING)) {
                answer(in, check);
            } else {
                around.out().println(PlainText.line(line.get()));
            }
        }
    }

    private void answer(OutputStream in, Check check) throws IOException {
        String answer = passes(check) ? EnrolmentScript.CONFIRM : "back-out";
        in.write((answer + "\n").getBytes(StandardCharsets.US_ASCII));
        in.flush();
    }

    /** A check that cannot even be made has failed; and the host is still to be followed while it takes everything back. */
    private boolean passes(Check check) {
        try {
            return check.passes();
        } catch (IOException | StoreRefusedException | LedgerUnavailableException notMade) {
            around.say("the check could not be made: " + PlainText.line(String.valueOf(notMade.getMessage())));
            return false;
        }
    }

    private static Optional<String> line(InputStream out) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = out.read();
        if (c < 0) {
            return Optional.empty();
        }
        for (; c >= 0 && c != '\n'; c = out.read()) {
            if (line.length() < LONGEST_LINE && c != '\r') {
                line.append((char) c);
            }
        }
        return Optional.of(line.toString());
    }
}
