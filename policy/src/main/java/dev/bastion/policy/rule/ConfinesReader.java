package dev.bastion.policy.rule;

import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads {@code commands: ["journalctl *"]}, {@code paths: {read: [/var/log/**], write: [/tmp/*]}} and {@code forward:
 * ["localhost:5432"]} of a rule, and holds them against its permits: to confine what is not given, or what a shell would do
 * anyway, is a mistake, and so is to forward to anywhere. Stateless.
 */
public final class ConfinesReader {

    private static final int MOST_DESTINATIONS = 64;

    private ConfinesReader() {}

    /** Whether the rule has the permit of that word. */
    @FunctionalInterface
    public interface Permitted {
        boolean has(String word);
    }

    public static Confines read(YamlMap rule, Permitted permitted) {
        List<CommandPattern> commands = patterns(rule.list("commands"), CommandPattern::new);
        Optional<YamlMap> paths = rule.map("paths");
        List<Glob> readable = globs(paths, "read");
        List<Glob> writable = globs(paths, "write");
        paths.ifPresent(YamlMap::refuseUnknown);
        refuseIdle(rule, "commands", !commands.isEmpty(), permitted.has("exec"), "exec");
        refuseIdle(rule, "paths", !readable.isEmpty(), permitted.has("sftp-read"), "sftp-read");
        refuseIdle(rule, "paths", !writable.isEmpty(), permitted.has("sftp-write"), "sftp-write");
        if (!commands.isEmpty() || !readable.isEmpty() || !writable.isEmpty()) {
            refuseShell(rule, permitted);
        }
        return new Confines(commands, readable, writable, destinations(rule, permitted));
    }

    private static List<Destination> destinations(YamlMap rule, Permitted permitted) {
        List<YamlValue> items = rule.list("forward");
        if (items.size() > MOST_DESTINATIONS) {
            rule.problem(
                    "forward", "these are more than " + MOST_DESTINATIONS + " destinations", "name fewer, by * and ?");
            return List.of();
        }
        refuseIdle(rule, "forward", !items.isEmpty(), permitted.has("forward"), "forward");
        if (permitted.has("forward") && items.isEmpty()) {
            rule.problem(
                    "permits",
                    "the rule permits forward and names no destination",
                    "add forward: [\"localhost:5432\"], or leave forward out of permits");
        }
        return items.stream().flatMap(ConfinesReader::destination).toList();
    }

    private static Stream<Destination> destination(YamlValue item) {
        try {
            return item.text().map(Destination::new).stream();
        } catch (IllegalArgumentException e) {
            item.problem(
                    "this is no destination: " + e.getMessage(),
                    "write it like localhost:5432 or \"db-?.internal:3306\"");
            return Stream.empty();
        }
    }

    private static void refuseIdle(YamlMap rule, String key, boolean said, boolean given, String permit) {
        if (said && !given) {
            rule.problem(key, "the rule does not permit " + permit, "add " + permit + " to permits, or leave this out");
        }
    }

    private static void refuseShell(YamlMap rule, Permitted permitted) {
        if (permitted.has("shell")) {
            rule.problem("permits", "a shell runs any command and reads any file", "leave shell out of permits");
        }
        boolean anyCommand = permitted.has("exec") && !rule.has("commands");
        if (anyCommand && rule.has("paths")) {
            rule.problem("permits", "a command reads and writes any file", "add commands, or leave exec out");
        }
    }

    private static List<Glob> globs(Optional<YamlMap> paths, String key) {
        List<YamlValue> items = paths.map(map -> map.list(key)).orElse(List.of());
        items.stream()
                .filter(item ->
                        item.text().filter(text -> !text.startsWith("/")).isPresent())
                .forEach(item -> item.problem("this is no absolute path", "write it like /var/log/**"));
        return patterns(items, Glob::new);
    }

    private static <T> List<T> patterns(List<YamlValue> items, Function<String, T> pattern) {
        return items.stream().flatMap(item -> one(item, pattern)).toList();
    }

    private static <T> Stream<T> one(YamlValue item, Function<String, T> pattern) {
        Optional<String> text = item.text();
        try {
            return text.map(pattern).stream();
        } catch (IllegalArgumentException e) {
            item.problem("this is not a pattern: " + e.getMessage(), "* stands for any characters but /, ** for any");
            return Stream.empty();
        }
    }
}
