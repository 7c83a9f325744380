package dev.bastion.control;

import dev.bastion.policy.Ids;
import dev.bastion.policy.Permit;
import dev.bastion.policy.text.Durations;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What was typed as an id, a length or permits, understood or answered with a sentence. */
final class Typed {
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
