package dev.bastion.recorder.asciicast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** The lines of an asciicast: headers of both versions, events. Format: docs.asciinema.org, asciicast v2 and v3. */
public final class Asciicast {

    /** Thread-safe once configured, as Jackson says. */
    static final ObjectMapper JSON = new ObjectMapper();

    private Asciicast() {}

    /** Header line of version 2, without its line end. */
    public static String headerV2(CastHeader header) {
        ObjectNode line = JSON.createObjectNode();
        line.put("version", 2);
        line.put("width", header.columns());
        line.put("height", header.rows());
        common(header, line);
        return written(line);
    }

    /** Header line of version 3, without its line end. */
    public static String headerV3(CastHeader header) {
        ObjectNode line = JSON.createObjectNode();
        line.put("version", 3);
        ObjectNode term = line.putObject("term");
        term.put("cols", header.columns());
        term.put("rows", header.rows());
        if (header.env().containsKey("TERM")) {
            term.put("type", header.env().get("TERM"));
        }
        common(header, line);
        // A header carries the theme where version 2 has it.
        if (line.has("theme")) {
            term.set("theme", line.remove("theme"));
        }
        return written(line);
    }

    private static void common(CastHeader header, ObjectNode line) {
        header.timestamp().ifPresent(seconds -> line.put("timestamp", seconds));
        header.idleLimit().ifPresent(seconds -> line.put("idle_time_limit", seconds));
        header.command().ifPresent(command -> line.put("command", command));
        header.title().ifPresent(title -> line.put("title", title));
        if (!header.env().isEmpty()) {
            ObjectNode env = line.putObject("env");
            header.env().forEach(env::put);
        }
        for (Map.Entry<String, JsonNode> more : header.more().properties()) {
            if (!line.has(more.getKey())) {
                line.set(more.getKey(), more.getValue());
            }
        }
    }

    /** Appends an event's line up to where its text begins. */
    public static void begin(LineBuffer out, long micros, char code) {
        out.ascii('[');
        out.seconds(micros);
        out.ascii(',');
        out.ascii('"');
        out.ascii(code);
        out.ascii('"');
        out.ascii(',');
        out.ascii('"');
    }

    /** Appends what follows the text. */
    public static void end(LineBuffer out) {
        out.ascii('"');
        out.ascii(']');
        out.ascii('\n');
    }

    /** Appends a whole event. */
    public static void event(LineBuffer out, long micros, char code, String data) {
        begin(out, micros, code);
        byte[] bytes = data.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        JsonText text = new JsonText();
        text.append(bytes, 0, bytes.length, out);
        end(out);
    }

    private static String written(ObjectNode line) {
        try {
            return JSON.writeValueAsString(line);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
