package dev.bastion.policy.text;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as they are typed and printed: {@code 512KiB}, {@code 10MiB}, {@code 2GiB}, {@code 100B}. */
public final class Sizes {

    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(B|KiB|MiB|GiB|TiB)");

    private Sizes() {}

    /** A whole number and its unit; nothing for any other text. */
    public static OptionalLong parse(String text) {
        Matcher parts = FORM.matcher(requireNonNull(text, "text is null"));
        if (!parts.matches()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(parts.group(1)) << (10 * UNITS.indexOf(parts.group(2))));
    }

    /** What {@link #parse} reads again, in the largest unit that needs no fraction. */
    public static String text(long bytes) {
        int unit = 0;
        long number = bytes;
        while (number != 0 && number % 1024 == 0 && unit < UNITS.size() - 1) {
            number /= 1024;
            unit++;
        }
        return number + UNITS.get(unit);
    }
}
