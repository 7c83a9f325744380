package dev.bastion.ssh;

/** Text that a peer chose, made fit for a log, a ledger entry or a line: one line, printable ASCII, cut. */
final class HostileText {
    private static final int LINE = 1024;
    private static final int WORD = 64;

    private HostileText() {}

    /** At most 1 kB of one line; what is not printable ASCII is shown as {@code \xNN} or {@code \\uNNNN}. */
    static String line(String text) {
        return escape(text, LINE);
    }

    /** At most 64 characters: what somebody says who has not proved anything. */
    static String word(String text) {
        return escape(text, WORD);
    }

    private static String escape(String text, int limit) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length() && shown.length() < limit; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '\\') {
                shown.append(c);
            } else if (c < 0x100) {
                shown.append(String.format("\\x%02x", (int) c));
            } else {
                shown.append(String.format("\\u%04x", (int) c));
            }
        }
        return shown.length() > limit ? shown.substring(0, limit) : shown.toString();
    }
}
