package dev.bastion.control;

/**
 * What people, hosts and engineers wrote, made harmless for a terminal or a list (THREATS T19): control characters,
 * the ones that turn the direction of writing and other invisible ones are spelled out as {@code \u001b}, and what is
 * too long is cut.
 */
public final class PlainText {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private PlainText() {}

    /** One line of any length, harmless. */
    public static String line(String text) {
        return line(text, Integer.MAX_VALUE);
    }

    /**
     * One line of at most so many characters, harmless.
     *
     * @param longest characters of the result; a longer one ends with {@code …}
     */
    public static String line(String text, int longest) {
        StringBuilder plain = new StringBuilder(Math.min(text.length(), longest) + 16);
        int i = 0;
        while (i < text.length() && plain.length() <= longest) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (isHarmful(c)) {
                spell(c, plain);
            } else {
                plain.appendCodePoint(c);
            }
        }
        return plain.length() <= longest ? plain.toString() : cut(plain, longest);
    }

    /** A text of several lines, each harmless; only the line feeds stay. */
    public static String lines(String text) {
        return String.join("\n", text.lines().map(PlainText::line).toList());
    }

    /** Whether a character may change what a terminal does or how the text around it reads. */
    public static boolean isHarmful(int c) {
        if (c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER) {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static String cut(StringBuilder text, int longest) {
        int end = Math.max(0, longest - 1);
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }

    private static void spell(int c, StringBuilder to) {
        for (char half : Character.toChars(c)) {
            to.append("\\u").append("%04x".formatted((int) half));
        }
    }
}
