package dev.bastion.recorder;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Watches one stream of output for a secret's prompt as its last line: {@code Password:}, {@code Enter PIN for 'x':}. It
 * keeps only the last bytes and looks at them only when asked. For one thread.
 */
final class SecretPrompt {

    private static final int KEPT = 256;

    /** Fixed and run over a short text only, so that it cannot be made slow. */
    private static final Pattern PROMPT = Pattern.compile(
            "(pass(word|phrase|code|wort)|kennwort|mot de passe|contraseña|senha|пароль|密码|\\bpin\\b|\\botp\\b|token"
                    + "|secret|api.?key|(verification|one.?time|auth\\w*) (code|password))[^:：]{0,80}[:：]\\s*$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private byte[] last;
    private int count;
    private boolean looked = true;
    private Optional<String> prompt = Optional.empty();

    void output(byte[] bytes, int offset, int length) {
        if (last == null) {
            last = new byte[KEPT];
        }
        if (length >= KEPT) {
            System.arraycopy(bytes, offset + length - KEPT, last, 0, KEPT);
            count = KEPT;
        } else {
            int stay = Math.min(count, KEPT - length);
            System.arraycopy(last, count - stay, last, 0, stay);
            System.arraycopy(bytes, offset, last, stay, length);
            count = stay + length;
        }
        looked = length == 0 && looked;
    }

    /** The prompt, if that is the last line and has not been answered yet. */
    Optional<String> prompt() {
        if (!looked) {
            looked = true;
            prompt = look();
        }
        return prompt;
    }

    /** The prompt has had its one line; the next needs new output. */
    void answered() {
        looked = true;
        prompt = Optional.empty();
    }

    private Optional<String> look() {
        VisibleLine line = VisibleLine.ofScreen();
        line.feed(last, 0, count);
        String text = line.beforeCursor();
        return PROMPT.matcher(text).find() ? Optional.of(text.strip()) : Optional.empty();
    }
}
