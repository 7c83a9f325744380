package dev.bastion.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Policies of any size, the same for the same seed: people in groups, targets with labels, rules over both. */
public final class RandomPolicies {

    private static final List<String> LOGINS = List.of("root", "deploy", "postgres");

    private RandomPolicies() {}

    /** Persons {@code p0} on, targets {@code t0} on, a group and a team label for every ten rules, and two in common. */
    public static String text(Random random, int people, int targets, int rules) {
        int groups = Math.max(3, rules / 10);
        StringBuilder text = new StringBuilder("version: 1\npeople:\n");
        for (int i = 0; i < people; i++) {
            String in = some(random, "g", groups) + (i < 4 || random.nextInt(20) == 0 ? ", approvers" : "");
            text.append("  p%d: {keys: [\"%s\"], groups: [%s]}\n".formatted(i, TestKeys.line("p" + i), in));
        }
        text.append("groups:\n  approvers: {duties: [review]}\n");
        IntStream.range(0, groups).forEach(i -> text.append("  g%d: {}\n".formatted(i)));
        text.append("targets:\n");
        for (int i = 0; i < targets; i++) {
            text.append(
                    "  t%d: {address: \"10.%d.%d.%d:22\", labels: {env: %s, team: x%d}, logins: [%s], host-key: \"%s\"}\n"
                            .formatted(
                                    i,
                                    1 + i / 65536,
                                    i / 256 % 256,
                                    i % 256,
                                    random.nextBoolean() ? "prod" : "test",
                                    random.nextInt(groups),
                                    String.join(", ", LOGINS),
                                    TestKeys.line("host" + i)));
        }
        text.append("rules:\n");
        IntStream.range(0, rules).forEach(i -> text.append(rule(random, i, groups, targets)));
        return text.toString();
    }

    private static String rule(Random random, int number, int groups, int targets) {
        String where = random.nextInt(4) == 0
                ? "targets: [%s]".formatted(some(random, "t", targets))
                : "labels: {env: %s, team: x%d}"
                        .formatted(random.nextBoolean() ? "prod" : "test", random.nextInt(groups));
        return """
                  - name: r%d
                    groups: [%s]
                    %s
                    logins: [%s]
                    permits: [%s]
                    duration: {default: 30m, max: %dh}
                    approvals: {count: %d, from: approvers}
                """.formatted(
                        number,
                        some(random, "g", groups),
                        where,
                        logins(random),
                        random.nextBoolean() ? "shell" : "shell, exec",
                        1 + random.nextInt(4),
                        1 + random.nextInt(2));
    }

    private static String logins(Random random) {
        List<String> logins = new ArrayList<>(LOGINS);
        logins.remove(random.nextInt(logins.size()));
        return String.join(", ", logins);
    }

    private static String some(Random random, String prefix, int of) {
        return random.ints(1 + random.nextInt(2), 0, of)
                .distinct()
                .mapToObj(i -> prefix + i)
                .collect(Collectors.joining(", "));
    }
}
