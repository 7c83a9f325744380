package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How ids are shown and typed: requests {@code r-41}, grants {@code g-41}, sessions {@code s-41}, incidents {@code i-41}. */
public final class Ids {

    private static final Pattern FORM = Pattern.compile("(?:([rgsi])-)?([1-9][0-9]{0,17})");

    private Ids() {}

    public static String request(long id) {
        return "r-" + id;
    }

    public static String grant(long id) {
        return "g-" + id;
    }

    public static String session(long id) {
        return "s-" + id;
    }

    public static String incident(long id) {
        return "i-" + id;
    }

    /** {@code r-41} or {@code 41}; nothing for any other text, another kind's letter included. */
    public static OptionalLong parseRequest(String typed) {
        return parse(typed, "r");
    }

    /** {@code g-41} or {@code 41}; nothing for any other text, another kind's letter included. */
    public static OptionalLong parseGrant(String typed) {
        return parse(typed, "g");
    }

    /** {@code s-41} or {@code 41}; nothing for any other text, another kind's letter included. */
    public static OptionalLong parseSession(String typed) {
        return parse(typed, "s");
    }

    private static OptionalLong parse(String typed, String letter) {
        requireNonNull(typed, "typed is null");
        Matcher parts = FORM.matcher(typed);
        boolean ours =
                parts.matches() && (parts.group(1) == null || parts.group(1).equals(letter));
        return ours ? OptionalLong.of(Long.parseLong(parts.group(2))) : OptionalLong.empty();
    }
}
