package dev.bastion.control;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line as it comes over SSH, split into words.
 *
 * <p>ssh joins its arguments with blanks and the quotes that the shell took are gone, so an apostrophe is far more
 * often a letter than a quote. A quote counts only where it opens a word (or the value after {@code --option=}) and
 * its fellow closes one; any other is text. There is no escape character, nothing is expanded, and nothing of it ever
 * reaches a shell.
 */
final class Words {
    /** Bytes of UTF-8 that a command may have. */
    static final int LONGEST = 64 * 1024;

    private final String line;
    private final List<Word> words = new ArrayList<>();
    private int at;

    private Words(String line) {
        this.line = line;
    }

    /**
     * Splits a command line.
     *
     * @throws UsageException when it is too long or holds characters that no keyboard types
     */
    static List<Word> of(String commandLine) {
        refuseTooLong(commandLine);
        String line = commandLine.replace('\n', ' ').replace('\r', ' ').replace('\t', ' ');
        refuseHarmful(line);
        Words reader = new Words(line);
        reader.read();
        return List.copyOf(reader.words);
    }

    private static void refuseTooLong(String line) {
        // The first test spares the copy: a line of 64 MB is measured, never encoded.
        if (line.length() > LONGEST || line.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new UsageException(
                    "the command is longer than %d bytes".formatted(LONGEST), "shorten the text and try again");
        }
    }

    private static void refuseHarmful(String line) {
        line.codePoints().filter(PlainText::isHarmful).findFirst().ifPresent(c -> {
            throw new UsageException(
                    "the command holds the control character '%s'".formatted(PlainText.line(Character.toString(c))),
                    "type plain text");
        });
    }

    private void read() {
        while (skipBlanks()) {
            int quote = quoteAt(at) ? at : optionValueQuote();
            int close = quote < 0 ? -1 : closing(quote);
            words.add(close < 0 ? bare() : quoted(quote, close));
        }
    }

    private boolean skipBlanks() {
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at < line.length();
    }

    private Word bare() {
        int end = line.indexOf(' ', at);
        String text = line.substring(at, end < 0 ? line.length() : end);
        at += text.length();
        return new Word(text, false);
    }

    private Word quoted(int quote, int close) {
        String text = line.substring(at, quote) + line.substring(quote + 1, close);
        boolean plainlyQuoted = quote == at;
        at = close + 1;
        return new Word(text, plainlyQuoted);
    }

    /** Where the quote stands in {@code --option="…}, or -1. */
    private int optionValueQuote() {
        if (!line.startsWith("--", at)) {
            return -1;
        }
        int equals = line.indexOf('=', at);
        int blank = line.indexOf(' ', at);
        boolean inThisWord = equals > 0 && (blank < 0 || equals < blank);
        return inThisWord && quoteAt(equals + 1) ? equals + 1 : -1;
    }

    private boolean quoteAt(int i) {
        return i < line.length() && (line.charAt(i) == '"' || line.charAt(i) == '\'');
    }

    /** The same quote further on, at the end of a word; -1 makes the first one text. */
    private int closing(int quote) {
        char sign = line.charAt(quote);
        for (int i = line.indexOf(sign, quote + 1); i >= 0; i = line.indexOf(sign, i + 1)) {
            if (i + 1 == line.length() || line.charAt(i + 1) == ' ') {
                return i;
            }
        }
        return -1;
    }
}
