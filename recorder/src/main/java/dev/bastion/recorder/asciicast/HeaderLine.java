package dev.bastion.recorder.asciicast;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A header's line as it stands in a file. */
record HeaderLine(int version, CastHeader header) {

    private static final Set<String> KNOWN = Set.of(
            "version",
            "width",
            "height",
            "term",
            "timestamp",
            "duration",
            "idle_time_limit",
            "command",
            "title",
            "env");

    static HeaderLine parse(byte[] line, String name) throws IOException {
        if (!(tree(line) instanceof ObjectNode node)) {
            throw new IOException("\"" + name + "\" is no asciicast: its first line is no JSON object");
        }
        int version = node.path("version").asInt(0);
        if (version != 2 && version != 3) {
            throw new IOException("\"" + name + "\" has version " + version + "; only 2 and 3 are read");
        }
        JsonNode term = node.path("term");
        int columns =
                version == 2 ? node.path("width").asInt(0) : term.path("cols").asInt(0);
        int rows =
                version == 2 ? node.path("height").asInt(0) : term.path("rows").asInt(0);
        SortedMap<String, String> env = env(node);
        if (version == 3 && term.path("type").isTextual()) {
            env.putIfAbsent("TERM", term.path("type").textValue());
        }
        try {
            return new HeaderLine(
                    version,
                    new CastHeader(
                            columns,
                            rows,
                            node.path("timestamp").isNumber()
                                    ? OptionalLong.of(node.path("timestamp").longValue())
                                    : OptionalLong.empty(),
                            node.path("idle_time_limit").isNumber()
                                    ? OptionalDouble.of(
                                            node.path("idle_time_limit").doubleValue())
                                    : OptionalDouble.empty(),
                            text(node, "command"),
                            text(node, "title"),
                            env,
                            more(node)));
        } catch (IllegalArgumentException nonsense) {
            throw new IOException("\"" + name + "\" has a header that is wrong: " + nonsense.getMessage(), nonsense);
        }
    }

    private static Optional<String> text(JsonNode node, String key) {
        return node.path(key).isTextual() ? Optional.of(node.path(key).textValue()) : Optional.empty();
    }

    private static SortedMap<String, String> env(JsonNode node) {
        SortedMap<String, String> env = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : node.path("env").properties()) {
            if (entry.getValue().isTextual()) {
                env.put(entry.getKey(), entry.getValue().textValue());
            }
        }
        return env;
    }

    private static ObjectNode more(ObjectNode node) {
        ObjectNode more = node.deepCopy();
        more.remove(KNOWN);
        // A theme stands at the top in version 2 and under "term" in version 3; a header carries it at the top.
        if (node.path("term").path("theme").isObject()) {
            more.set("theme", node.path("term").path("theme"));
        }
        return more;
    }

    private static JsonNode tree(byte[] line) throws IOException {
        try {
            return Asciicast.JSON.readTree(line);
        } catch (JsonProcessingException malformed) {
            return Asciicast.JSON.nullNode();
        }
    }
}
