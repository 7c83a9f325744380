package dev.bastion.policy.yaml;

import dev.bastion.policy.text.HostPort;
import dev.bastion.policy.text.Plain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One mapping of a file, with its key and place. Whoever reads it asks for each key that belongs, and at last calls
 * {@link #refuseUnknown}: a key that was never asked for is a problem. For one thread.
 *
 * <p>A key that is missing, or whose value is not what it ought to be, answers nothing; the second is a problem too.
 */
public final class YamlMap {

    private final String key;
    private final YamlNode.Mapping node;
    private final Problems problems;
    private final Set<String> asked = new LinkedHashSet<>();

    YamlMap(String key, YamlNode.Mapping node, Problems problems) {
        this.key = key;
        this.node = node;
        this.problems = problems;
    }

    /** Reads a whole file; nothing when it is not YAML or no mapping, and the problems then say why. */
    public static Optional<YamlMap> read(String text, Problems problems) {
        Optional<YamlNode> root = TreeReader.read(text, problems);
        if (root.isEmpty() && problems.none()) {
            problems.add(new Problem("", 0, 0, "the file is empty", ""));
        }
        return root.flatMap(node -> new YamlValue("", node, problems).map());
    }

    /** {@code rules[0].duration}; empty for the whole file. */
    public String key() {
        return key;
    }

    /** Notes that something is wrong with the mapping as a whole. */
    public void problem(String message, String hint) {
        problems.add(new Problem(key, node.line(), node.column(), message, hint));
    }

    /** Notes that something is wrong with that key's value, or with the mapping when it has no such key. */
    public void problem(String name, String message, String hint) {
        value(name).ifPresentOrElse(value -> value.problem(message, hint), () -> problem(message, hint));
    }

    public Optional<YamlValue> value(String name) {
        asked.add(name);
        return node.pairs().stream()
                .filter(pair -> pair.key().text().equals(name))
                .findFirst()
                .map(this::valueOf);
    }

    /** The value of a key that must be there. */
    public Optional<YamlValue> required(String name) {
        Optional<YamlValue> value = value(name);
        if (value.isEmpty()) {
            problems.add(new Problem(path(name), node.line(), node.column(), "this is missing", ""));
        }
        return value;
    }

    public boolean has(String name) {
        return value(name).isPresent();
    }

    public Optional<String> text(String name) {
        return value(name).flatMap(YamlValue::text);
    }

    public Optional<YamlMap> map(String name) {
        return value(name).flatMap(YamlValue::map);
    }

    public List<YamlValue> list(String name) {
        return value(name).map(YamlValue::list).orElse(List.of());
    }

    /** The items of a list that must be there and must hold something. */
    public List<YamlValue> filledList(String name, String hintWhenEmpty) {
        Optional<YamlValue> value = required(name);
        List<YamlValue> items = value.map(YamlValue::list).orElse(List.of());
        value.filter(list -> list.nothing() || (list.isList() && items.isEmpty()))
                .ifPresent(list -> list.problem("this is empty", hintWhenEmpty));
        return items;
    }

    public List<String> texts(String name) {
        return value(name).map(YamlValue::texts).orElse(List.of());
    }

    public Optional<Boolean> flag(String name) {
        return value(name).flatMap(YamlValue::flag);
    }

    public <T> Optional<T> word(String name, Map<String, T> words) {
        return value(name).flatMap(value -> value.word(words));
    }

    public OptionalInt number(String name, int min, int max) {
        return value(name).map(value -> value.number(min, max)).orElse(OptionalInt.empty());
    }

    public Optional<Duration> duration(String name, Duration min, Duration max) {
        return value(name).flatMap(value -> value.duration(min, max));
    }

    public OptionalLong size(String name, long min, long max) {
        return value(name).map(value -> value.size(min, max)).orElse(OptionalLong.empty());
    }

    public Optional<HostPort> hostPort(String name, OptionalInt defaultPort) {
        return value(name).flatMap(value -> value.hostPort(defaultPort));
    }

    /** Every key with its value, where the keys are names that people choose. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (YamlNode.Pair pair : node.pairs()) {
            asked.add(pair.key().text());
            YamlValue name = new YamlValue(path(pair.key().text()), pair.key(), problems);
            entries.add(new Entry(pair.key().text(), name, valueOf(pair)));
        }
        return entries;
    }

    /** Notes each key that nobody asked for. */
    public void refuseUnknown() {
        for (YamlNode.Pair pair : node.pairs()) {
            String name = pair.key().text();
            if (!asked.contains(name)) {
                problems.add(new Problem(
                        path(name),
                        pair.key().line(),
                        pair.key().column(),
                        "there is no key '" + Plain.shown(name) + "' here",
                        "known here: " + String.join(", ", asked)));
            }
        }
    }

    private YamlValue valueOf(YamlNode.Pair pair) {
        return new YamlValue(path(pair.key().text()), pair.value(), problems);
    }

    private String path(String name) {
        String shown = Plain.shown(name);
        return key.isEmpty() ? shown : key + "." + shown;
    }

    /**
     * A key that somebody chose, and its value.
     *
     * @param at the place of the key itself
     */
    public record Entry(String name, YamlValue at, YamlValue value) {}
}
