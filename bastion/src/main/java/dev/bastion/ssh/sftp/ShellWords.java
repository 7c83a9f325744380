package dev.bastion.ssh.sftp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of a command that a POSIX shell would only split, unquote and expand to names, and nothing more. */
final class ShellWords {

    private static final String MORE_THAN_WORDS = ";&|<>()`$\n\r\0#!";

    private final String command;
    private final List<String> words = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();

    private ShellWords(String command) {
        this.command = command;
    }

    /** The words; empty if the shell would do more than run one command with them. */
    static Optional<ShellWords> of(String command) {
        ShellWords split = new ShellWords(command);
        return split.read() ? Optional.of(split) : Optional.empty();
    }

    int count() {
        return words.size();
    }

    String word(int index) {
        return words.get(index);
    }

    /** The command from that word on, as it was typed. */
    String from(int index) {
        return command.substring(starts.get(index)).stripTrailing();
    }

    private boolean read() {
        int at = 0;
        while (at >= 0 && at < command.length()) {
            char next = command.charAt(at);
            at = next == ' ' || next == '\t' ? at + 1 : readWord(at);
        }
        return at >= 0;
    }

    /** Where the word ends, or below zero if it is none. */
    private int readWord(int start) {
        StringBuilder word = new StringBuilder();
        int at = start;
        while (at >= 0 && at < command.length() && !isBlank(command.charAt(at))) {
            char next = command.charAt(at);
            if (next == '\'') {
                at = readSingle(at + 1, word);
            } else if (next == '"') {
                at = readDouble(at + 1, word);
            } else if (next == '\\' && at + 1 < command.length() && command.charAt(at + 1) != '\n') {
                word.append(command.charAt(at + 1));
                at += 2;
            } else if (next == '\\' || MORE_THAN_WORDS.indexOf(next) >= 0) {
                return -1;
            } else {
                word.append(next);
                at++;
            }
        }
        words.add(word.toString());
        starts.add(start);
        return at;
    }

    private int readSingle(int start, StringBuilder word) {
        int end = command.indexOf('\'', start);
        if (end < 0) {
            return -1;
        }
        word.append(command, start, end);
        return end + 1;
    }

    private int readDouble(int start, StringBuilder word) {
        int at = start;
        while (at < command.length()) {
            char next = command.charAt(at);
            if (next == '"') {
                return at + 1;
            }
            if (next == '$' || next == '`') {
                return -1;
            }
            boolean escaped =
                    next == '\\' && at + 1 < command.length() && "\"\\$`".indexOf(command.charAt(at + 1)) >= 0;
            word.append(command.charAt(escaped ? at + 1 : at));
            at += escaped ? 2 : 1;
        }
        return -1;
    }

    private static boolean isBlank(char next) {
        return next == ' ' || next == '\t';
    }
}
