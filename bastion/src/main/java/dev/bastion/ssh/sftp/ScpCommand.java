package dev.bastion.ssh.sftp;

import static java.util.Objects.requireNonNull;

import dev.bastion.recorder.Direction;
import dev.bastion.recorder.TransferPath;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The command that an old {@code scp}, or a new one with {@code -O}, runs on the host: {@code scp -t PATH} takes files,
 * {@code scp -f PATH…} gives them.
 *
 * @param direction which way the content goes
 * @param recursive whether directories go with it
 * @param path the path or paths as the host's shell will read them
 */
public record ScpCommand(Direction direction, boolean recursive, TransferPath path) {

    private static final String OPTIONS = "dfpqrtv";

    public ScpCommand {
        requireNonNull(direction, "direction is null");
        requireNonNull(path, "path is null");
    }

    /**
     * Reads the command of an {@code exec} request. Empty if it is not plainly one {@code scp -t} or {@code scp -f}: with
     * other options, or with anything by which the shell would do more than start it.
     */
    public static Optional<ScpCommand> parse(byte[] command) {
        if (command.length > Wire.MAX_PATH) {
            return Optional.empty();
        }
        return ShellWords.of(new String(command, StandardCharsets.ISO_8859_1)).flatMap(ScpCommand::parse);
    }

    private static Optional<ScpCommand> parse(ShellWords words) {
        if (words.count() == 0 || !isScp(words.word(0))) {
            return Optional.empty();
        }
        StringBuilder options = new StringBuilder();
        int next = 1;
        while (next < words.count() && isOption(words.word(next))) {
            options.append(words.word(next++), 1, words.word(next - 1).length());
        }
        if (next < words.count() && words.word(next).equals("--")) {
            next++;
        } else if (laterOption(words, next)) {
            return Optional.empty();
        }
        boolean takes = options.indexOf("t") >= 0;
        boolean gives = options.indexOf("f") >= 0;
        if (next == words.count() || takes == gives || !known(options)) {
            return Optional.empty();
        }
        return Optional.of(new ScpCommand(
                takes ? Direction.TO_TARGET : Direction.TO_PERSON,
                options.indexOf("r") >= 0,
                TransferPath.of(words.from(next).getBytes(StandardCharsets.ISO_8859_1))));
    }

    private static boolean isScp(String word) {
        return word.matches("(/[A-Za-z0-9._/-]+/)?scp");
    }

    private static boolean isOption(String word) {
        return word.length() > 1 && word.charAt(0) == '-' && !word.equals("--");
    }

    private static boolean laterOption(ShellWords words, int from) {
        for (int i = from; i < words.count(); i++) {
            if (words.word(i).startsWith("-")) {
                return true;
            }
        }
        return false;
    }

    private static boolean known(CharSequence options) {
        return options.chars().allMatch(option -> OPTIONS.indexOf(option) >= 0);
    }
}
