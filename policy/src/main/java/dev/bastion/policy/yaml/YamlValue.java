package dev.bastion.policy.yaml;

import dev.bastion.policy.text.Durations;
import dev.bastion.policy.text.HostPort;
import dev.bastion.policy.text.Plain;
import dev.bastion.policy.text.Sizes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One value of a file, with its key and place. Each method reads it as what it ought to be; when it is something else that
 * becomes a problem, and the answer is nothing. For one thread.
 */
public final class YamlValue {

    private static final Map<String, Boolean> FLAGS = Map.of("true", true, "false", false);
    private static final int MAX_TEXT = 64 * 1024;

    private final String key;
    private final YamlNode node;
    private final Problems problems;

    YamlValue(String key, YamlNode node, Problems problems) {
        this.key = key;
        this.node = node;
        this.problems = problems;
    }

    /** {@code rules[0].duration.max}. */
    public String key() {
        return key;
    }

    /** Notes that something is wrong here. */
    public void problem(String message, String hint) {
        problems.add(new Problem(key, node.line(), node.column(), message, hint));
    }

    /** Whether nothing stands behind the key. */
    public boolean nothing() {
        return node.nothing();
    }

    /** Whether it is a list. */
    public boolean isList() {
        return node instanceof YamlNode.Sequence;
    }

    /** One line of plain text that is not blank. */
    public Optional<String> text() {
        return text(MAX_TEXT);
    }

    /** The same, of at most so many characters. */
    public Optional<String> text(int maxCharacters) {
        if (!(node instanceof YamlNode.Scalar scalar) || node.nothing()) {
            return no("this is not a text", "");
        }
        Optional<String> fault = Plain.fault(scalar.text(), maxCharacters);
        if (fault.isPresent()) {
            return no("the text " + fault.get(), "");
        }
        return scalar.text().isBlank() ? no("this is empty", "") : Optional.of(scalar.text());
    }

    /** A mapping; nothing behind the key is an empty one. */
    public Optional<YamlMap> map() {
        if (node.nothing()) {
            return Optional.of(new YamlMap(key, new YamlNode.Mapping(List.of(), node.line(), node.column()), problems));
        }
        return node instanceof YamlNode.Mapping mapping
                ? Optional.of(new YamlMap(key, mapping, problems))
                : no("this is not a mapping", "write 'key: value' lines beneath it");
    }

    /** The mapping if it is one: a look ahead that notes no problem. */
    public Optional<YamlMap> peekMap() {
        return node instanceof YamlNode.Mapping mapping
                ? Optional.of(new YamlMap(key, mapping, problems))
                : Optional.empty();
    }

    /** The items of a list; nothing behind the key is an empty one, and so is the answer when it is no list. */
    public List<YamlValue> list() {
        List<YamlValue> items = new ArrayList<>();
        if (node instanceof YamlNode.Sequence sequence) {
            for (YamlNode item : sequence.items()) {
                items.add(new YamlValue(key + "[" + items.size() + "]", item, problems));
            }
        } else if (!node.nothing()) {
            problem("this is not a list", "write it as [a, b] or as '- a' lines");
        }
        return items;
    }

    /** The texts of a list; those that are none are left out. */
    public List<String> texts() {
        return list().stream().flatMap(item -> item.text().stream()).toList();
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> flag() {
        return word(FLAGS);
    }

    /** One of some words. */
    public <T> Optional<T> word(Map<String, T> words) {
        Optional<String> text = text();
        if (text.isPresent() && !words.containsKey(text.get())) {
            return no(quoted(text.get()) + " is not a word for this", "it is one of: " + listed(words));
        }
        return text.map(words::get);
    }

    /** A whole number within bounds. */
    public OptionalInt number(int min, int max) {
        Optional<String> text = text();
        boolean digits = text.filter(number -> number.matches("-?[0-9]{1,9}")).isPresent();
        if (digits && within(Integer.parseInt(text.get()), min, max)) {
            return OptionalInt.of(Integer.parseInt(text.get()));
        }
        text.ifPresent(other -> problem(quoted(other) + " is not a whole number from " + min + " to " + max, ""));
        return OptionalInt.empty();
    }

    /** A length of time within bounds: {@code 20s}, {@code 45m}, {@code 2h}, {@code 1d}. */
    public Optional<Duration> duration(Duration min, Duration max) {
        Optional<String> text = text();
        Optional<Duration> length =
                text.flatMap(Durations::parse).filter(read -> read.compareTo(min) >= 0 && read.compareTo(max) <= 0);
        if (text.isPresent() && length.isEmpty()) {
            return no(
                    quoted(text.get()) + " is not a length of time from " + Durations.text(min) + " to "
                            + Durations.text(max),
                    "write it like 20s, 45m, 2h or 1d");
        }
        return length;
    }

    /** A number of bytes within bounds: {@code 512KiB}, {@code 10MiB}, {@code 2GiB}. */
    public OptionalLong size(long min, long max) {
        Optional<String> text = text();
        OptionalLong size = text.map(Sizes::parse).orElse(OptionalLong.empty());
        if (size.isPresent() && size.getAsLong() >= min && size.getAsLong() <= max) {
            return size;
        }
        text.ifPresent(other -> problem(
                quoted(other) + " is not a size from " + Sizes.text(min) + " to " + Sizes.text(max),
                "write it like 512KiB, 10MiB or 2GiB"));
        return OptionalLong.empty();
    }

    /** A host and a port, which may be left out where there is a default. */
    public Optional<HostPort> hostPort(OptionalInt defaultPort) {
        Optional<String> text = text();
        Optional<HostPort> place = text.flatMap(typed -> HostPort.parse(typed, defaultPort));
        if (text.isPresent() && place.isEmpty()) {
            return no(
                    quoted(text.get()) + " is not a host and a port",
                    "write it like 10.0.0.5:22, db1.example:22 or [2001:db8::1]:22");
        }
        return place;
    }

    private <T> Optional<T> no(String message, String hint) {
        problem(message, hint);
        return Optional.empty();
    }

    private static boolean within(int number, int min, int max) {
        return number >= min && number <= max;
    }

    private static String quoted(String text) {
        return "'" + Plain.shown(text) + "'";
    }

    private static String listed(Map<String, ?> words) {
        return String.join(", ", words.keySet().stream().sorted().toList());
    }
}
