package dev.bastion.policy.text;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;

/**
 * Tells text that is only text from text that would act on a terminal, on a page or on a reader's eye.
 *
 * <p>Not plain are control characters (C0, C1, DEL, hence every escape sequence and line end), line and paragraph
 * separators, unpaired surrogates, private and unassigned characters, and invisible format characters such as those that
 * turn the direction of writing; the joiners that some scripts need are plain.
 */
public final class Plain {

    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;
    private static final int SHOWN = 64;

    private Plain() {}

    /** What keeps the text from being one plain line of at most so many characters; nothing when it is one. */
    public static Optional<String> fault(String text, int maxCharacters) {
        requireNonNull(text, "text is null");
        int length = text.codePointCount(0, text.length());
        if (length > maxCharacters) {
            return Optional.of("has " + length + " characters, and " + maxCharacters + " are allowed");
        }
        int place = 1;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i)), place++) {
            if (!plain(text.codePointAt(i))) {
                return Optional.of("holds " + name(text.codePointAt(i)) + " as character " + place);
            }
        }
        return Optional.empty();
    }

    /** Somebody's text made harmless for a sentence: what is not plain is escaped, and it is cut to 64 characters. */
    public static String shown(String text) {
        requireNonNull(text, "text is null");
        StringBuilder shown = new StringBuilder();
        int[] codePoints = text.codePoints().limit(SHOWN + 1).toArray();
        for (int i = 0; i < Math.min(SHOWN, codePoints.length); i++) {
            shown.append(plain(codePoints[i]) ? Character.toString(codePoints[i]) : escape(codePoints[i]));
        }
        return codePoints.length > SHOWN ? shown.append('…').toString() : shown.toString();
    }

    private static boolean plain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            case Character.FORMAT -> c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER;
            default -> true;
        };
    }

    private static String name(int c) {
        return Character.getType(c) == Character.CONTROL ? "the control character " + escape(c) : escape(c);
    }

    private static String escape(int c) {
        return String.format(Locale.ROOT, c > 0xffff ? "\\u{%x}" : "\\u%04x", c);
    }
}
