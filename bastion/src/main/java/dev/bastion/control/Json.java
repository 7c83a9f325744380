package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;

/**
 * The shapes of {@code --json}: one object, snake_case, times as RFC 3339 in UTC, lengths in seconds, ids as they are
 * typed. Keys are only ever added.
 */
final class Json {
    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static ArrayNode strings(Collection<String> values) {
        ArrayNode array = array();
        values.forEach(array::add);
        return array;
    }

    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    static ObjectNode put(ObjectNode to, String key, Optional<Instant> at) {
        return at.map(time -> to.put(key, time(time))).orElseGet(() -> to.putNull(key));
    }

    static long seconds(Duration length) {
        return length.toSeconds();
    }

    static ObjectNode error(Outcome.Failed failed) {
        ObjectNode error = object().put("code", failed.code()).put("message", failed.sentence());
        failed.hint().ifPresentOrElse(hint -> error.put("hint", hint), () -> error.putNull("hint"));
        return object().set("error", error);
    }

    /** One line; what a terminal might obey is escaped the way JSON escapes. */
    static String line(ObjectNode object) {
        String json = object.toString();
        return json.codePoints().anyMatch(PlainText::isHarmful) ? PlainText.line(json) : json;
    }
}
