package dev.bastion.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Records of the policy as one line of JSON, in the one way in which the ledger has them, so that equal records give equal
 * bytes wherever they are written: what people sign, and what a signer that stands apart is sent. Stateless.
 */
public final class RecordLine {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RecordLine() {}

    /** The line, without its end. */
    public static String of(Record record) {
        try {
            return JSON.writeValueAsString(RecordJson.write(record));
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("a record that is no JSON", impossible);
        }
    }

    /**
     * Reads a line.
     *
     * @throws IOException if it says anything else than such a record, or more; the message quotes nothing of it
     */
    public static <R extends Record> R read(Class<R> type, String line) throws IOException {
        try {
            JsonNode node = JSON.readTree(line);
            if (!node.isObject()) {
                throw new IOException("it is no object");
            }
            return RecordJson.read(type, node);
        } catch (JsonProcessingException malformed) {
            throw new IOException("it is no JSON", malformed);
        } catch (MalformedLeafException | RuntimeException malformed) {
            throw new IOException("it is no " + type.getSimpleName(), malformed);
        }
    }
}
