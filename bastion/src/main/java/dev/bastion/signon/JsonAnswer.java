package dev.bastion.signon;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** One JSON object of the provider, of which every part may be missing or of another kind. Immutable. */
final class JsonAnswer {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ObjectNode object;
    private final String what;

    private JsonAnswer(ObjectNode object, String what) {
        this.object = requireNonNull(object, "object is null");
        this.what = requireNonNull(what, "what is null");
    }

    /**
     * Reads an answer.
     *
     * @param what it is, for sentences: {@code "token answer"}
     */
    static JsonAnswer read(byte[] body, String what) throws ProviderException {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return new JsonAnswer(object, what);
            }
            throw new ProviderException("the provider's " + what + " is no JSON object");
        } catch (ProviderException e) {
            throw e;
        } catch (IOException e) {
            // Jackson repeats parts of what it read: its words stay out of ours.
            throw new ProviderException("the provider's " + what + " is no JSON");
        }
    }

    /** A text of one to so many characters; nothing when it is not there or something else. */
    Optional<String> text(String name, int longest) {
        JsonNode value = object.get(name);
        return value != null && value.isTextual()
                ? Optional.of(value.textValue()).filter(text -> !text.isBlank() && text.length() <= longest)
                : Optional.empty();
    }

    String required(String name, int longest) throws ProviderException {
        return text(name, longest)
                .orElseThrow(() -> new ProviderException("the provider's " + what + " has no usable '" + name + "'"));
    }

    OptionalLong number(String name) {
        JsonNode value = object.get(name);
        return value != null && value.canConvertToLong() ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
    }

    /** Whether a list is there and holds that text. */
    boolean lists(String name, String text) {
        JsonNode value = object.get(name);
        if (value == null || !value.isArray()) {
            return false;
        }
        for (JsonNode item : value) {
            if (item.isTextual() && item.textValue().equals(text)) {
                return true;
            }
        }
        return false;
    }

    boolean has(String name) {
        return object.has(name);
    }
}
