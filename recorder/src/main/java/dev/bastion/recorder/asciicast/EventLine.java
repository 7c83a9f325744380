package dev.bastion.recorder.asciicast;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * One event's line as it stands in a file.
 *
 * @param micros the time told: absolute in version 2, since the event before in version 3
 */
record EventLine(long micros, String code, String data) {

    /** Ten years; a time above it is nonsense and would overflow sums. */
    private static final BigDecimal LATEST = BigDecimal.valueOf(10L * 366 * 86_400);

    private static final ObjectReader READER = Asciicast.JSON
            .reader()
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static boolean passedOver(byte[] line) {
        return line.length == 0
                || line[0] == '#'
                || new String(line, java.nio.charset.StandardCharsets.UTF_8).isBlank();
    }

    static Optional<EventLine> parse(byte[] line) {
        JsonNode node;
        try {
            node = READER.readTree(line);
        } catch (JsonProcessingException malformed) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        if (node == null || !node.isArray() || node.size() < 3) {
            return Optional.empty();
        }
        if (!node.get(0).isNumber() || !node.get(1).isTextual()) {
            return Optional.empty();
        }
        BigDecimal seconds = node.get(0).decimalValue();
        if (seconds.signum() < 0 || seconds.compareTo(LATEST) > 0) {
            return Optional.empty();
        }
        long micros = seconds.movePointRight(6).setScale(0, RoundingMode.DOWN).longValueExact();
        return Optional.of(
                new EventLine(micros, node.get(1).textValue(), node.get(2).asText()));
    }
}
