package dev.bastion.policy.text;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One mailbox as people write it, {@code bob@example.org}: a dot-atom and a host name (RFC 5321 section 4.1.2), in ASCII.
 * No display name, no quoted part, no comment and no address literal, so that nothing in it can end a header or name a
 * second mailbox.
 */
public record MailAddress(String text) {

    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern LOCAL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*");
    /** RFC 5321 section 4.5.3.1.1. */
    private static final int LONGEST_LOCAL = 64;
    /** RFC 5321 section 4.5.3.1.3, without the angle brackets. */
    private static final int LONGEST = 254;

    public MailAddress {
        requireNonNull(text, "text is null");
        if (!fits(text)) {
            throw new IllegalArgumentException("this is no mail address");
        }
    }

    /** Nothing when it is none. */
    public static Optional<MailAddress> parse(String typed) {
        requireNonNull(typed, "typed is null");
        return fits(typed) ? Optional.of(new MailAddress(typed)) : Optional.empty();
    }

    /** What stands behind the {@code @}. */
    public String domain() {
        return text.substring(text.indexOf('@') + 1);
    }

    private static boolean fits(String text) {
        int at = text.indexOf('@');
        return at > 0
                && at <= LONGEST_LOCAL
                && text.length() <= LONGEST
                && LOCAL.matcher(text.substring(0, at)).matches()
                && HostNames.isName(text.substring(at + 1));
    }

    @Override
    public String toString() {
        return text;
    }
}
