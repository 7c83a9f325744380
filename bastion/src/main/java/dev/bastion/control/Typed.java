package dev.bastion.control;

import dev.bastion.policy.Held;
import dev.bastion.policy.Ids;
import dev.bastion.policy.Permit;
import dev.bastion.policy.text.Durations;
import dev.bastion.policy.text.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What was typed as an id, a length or permits, understood or answered with a sentence. */
final class Typed {
    private static final Pattern PAUSE = Pattern.compile("[0-9]{1,6}\\.[0-9]{1,6}s");
    private static final Pattern FACTOR = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,4})?");
    private static final Pattern CHANNEL = Pattern.compile("[0-9]{1,9}");

    private Typed() {}

    static long request(String typed) {
        return id(Ids.parseRequest(typed), typed, "a request", "r-41");
    }

    static long grant(String typed) {
        return id(Ids.parseGrant(typed), typed, "a grant", "g-41");
    }

    static long session(String typed) {
        return id(Ids.parseSession(typed), typed, "a session", "s-41");
    }

    /** What a hold is on. */
    static Held held(String typed) {
        OptionalLong grant = Ids.parseGrant(typed);
        return grant.isPresent()
                ? Held.ofGrant(grant.getAsLong())
                : Held.ofSession(id(Ids.parseSession(typed), typed, "a grant or a session", "g-41 or s-41"));
    }

    static Duration length(String typed) {
        return Durations.parse(typed)
                .filter(Duration::isPositive)
                .orElseThrow(() -> new UsageException(
                        "'%s' is no length of time".formatted(shown(typed)), "20s, 45m, 2h, 1h30m or 1d"));
    }

    static Set<Permit> permits(List<String> typed) {
        Set<Permit> permits = EnumSet.noneOf(Permit.class);
        for (String words : typed) {
            for (String word : words.split(",", -1)) {
                permits.add(permit(word));
            }
        }
        return permits;
    }

    /** A pause may be short: {@code 0.5s} besides the lengths. */
    static Duration pause(String typed) {
        return PAUSE.matcher(typed).matches()
                ? Duration.ofNanos((long) (Double.parseDouble(typed.substring(0, typed.length() - 1)) * 1e9))
                : length(typed);
    }

    static double factor(String typed) {
        if (!FACTOR.matcher(typed).matches() || Double.parseDouble(typed) == 0) {
            throw new UsageException("'%s' is no speed".formatted(shown(typed)), "--speed 2 is twice as fast");
        }
        return Double.parseDouble(typed);
    }

    static int channel(String typed) {
        if (!CHANNEL.matcher(typed).matches()) {
            throw new UsageException(
                    "'%s' is no channel".formatted(shown(typed)),
                    "a channel is a number, as export --format json lists");
        }
        return Integer.parseInt(typed);
    }

    /** A length before now, a day, or a moment. */
    static Instant since(String typed, Instant now) {
        return Times.parse(typed, now)
                .orElseThrow(() -> new UsageException(
                        "'%s' is no time".formatted(shown(typed)), "2h, 7d, 2026-11-20 or 2026-11-20T14:00:00Z"));
    }

    private static Permit permit(String word) {
        return Permit.of(word)
                .orElseThrow(() -> new UsageException(
                        "there is no permit '%s'".formatted(shown(word)),
                        Arrays.stream(Permit.values()).map(Permit::word).collect(Collectors.joining(", "))));
    }

    private static long id(OptionalLong id, String typed, String what, String example) {
        return id.orElseThrow(() -> new UsageException(
                "'%s' is not %s".formatted(shown(typed), what), "%s is written like %s".formatted(what, example)));
    }

    private static String shown(String typed) {
        return PlainText.line(typed, 60);
    }
}
