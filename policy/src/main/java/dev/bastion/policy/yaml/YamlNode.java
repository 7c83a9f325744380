package dev.bastion.policy.yaml;

import java.util.List;

/** A part of a YAML document and where it stands; line and column count from 1. */
sealed interface YamlNode {

    int line();

    int column();

    /**
     * A text.
     *
     * @param plain without quotes: only such a text can be nothing at all
     */
    record Scalar(String text, boolean plain, int line, int column) implements YamlNode {}

    record Sequence(List<YamlNode> items, int line, int column) implements YamlNode {}

    record Mapping(List<Pair> pairs, int line, int column) implements YamlNode {}

    record Pair(Scalar key, YamlNode value) {}

    /** {@code key:} with nothing behind it, {@code ~} and {@code null} (YAML 1.2 core schema). */
    default boolean nothing() {
        return this instanceof Scalar scalar
                && scalar.plain()
                && (scalar.text().isEmpty()
                        || scalar.text().equals("~")
                        || scalar.text().equals("null"));
    }
}
