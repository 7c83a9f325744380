package dev.bastion.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.policy.AccessEvent;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Events as the bytes of leaves: one JSON object in UTF-8, keys sorted, no blanks:
 * {@code {"event":{…},"seq":41,"time":"2026-11-20T14:00:00Z","type":"grant-ended","v":1}}. Equal events at equal places
 * give equal bytes.
 *
 * <p>A later version may add kinds of events and optional parts; it then writes a higher {@code v}, which this one
 * refuses as a whole rather than misunderstand. Stateless.
 */
final class EventCodec {

    /** The version that is written, and the newest that is read. */
    static final int VERSION = 1;

    /** The longest entry in bytes: what an entry bundle of C2SP tlog-tiles can hold. */
    static final int MAX_BYTES = 64 * 1024 - 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private EventCodec() {}

    /**
     * The leaf of this event.
     *
     * @param seq its index in the ledger, from 0
     * @throws IllegalArgumentException when it is too long, or has a text that is no Unicode
     */
    static byte[] encode(long seq, AccessEvent event) {
        var leaf = new TreeMap<String, Object>();
        var type = EventTypes.of(event);
        var parts = RecordJson.write((Record) event);
        // Said once: the time is the envelope's.
        parts.remove("at");
        leaf.put("event", parts);
        leaf.put("seq", seq);
        leaf.put("time", event.at().toString());
        leaf.put("type", type.word());
        leaf.put("v", VERSION);
        var bytes = bytes(leaf, type);
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "an entry of " + bytes.length + " bytes is too long: at most " + MAX_BYTES + " fit");
        }
        return bytes;
    }

    /**
     * The event that stands at this place of the ledger.
     *
     * @throws StoreRefusedException.Newer when a newer bastion wrote it
     */
    static AccessEvent decode(long seq, byte[] content) throws MalformedLeafException {
        var leaf = parse(content);
        var version = leaf.path("v");
        if (version.isIntegralNumber() && version.longValue() > VERSION) {
            throw new StoreRefusedException.Newer("entry " + seq + " of the ledger has version " + version
                    + ", and this bastion reads up to " + VERSION);
        }
        if (!version.isIntegralNumber() || version.longValue() != VERSION || leaf.size() != 5) {
            throw new MalformedLeafException("it is no event of version " + VERSION);
        }
        var type = EventTypes.of(leaf.path("type").asText());
        if (type.isEmpty() || !(leaf.get("event") instanceof ObjectNode parts)) {
            throw new MalformedLeafException("it is no event of a known kind");
        }
        if (type.get().hasOwnTime()) {
            parts.set("at", leaf.path("time"));
        }
        var event = RecordJson.read(type.get().record(), parts);
        if (!((AccessEvent) event).at().toString().equals(leaf.path("time").asText())) {
            throw new MalformedLeafException("its time is not that of its event");
        }
        return (AccessEvent) event;
    }

    /** The index that a leaf says of itself; none when it is no event at all. */
    static OptionalLong claimedSeq(byte[] content) {
        try {
            var seq = parse(content).path("seq");
            return seq.canConvertToLong() && seq.isIntegralNumber()
                    ? OptionalLong.of(seq.longValue())
                    : OptionalLong.empty();
        } catch (MalformedLeafException e) {
            return OptionalLong.empty();
        }
    }

    private static JsonNode parse(byte[] content) throws MalformedLeafException {
        try {
            var leaf = JSON.readTree(content);
            if (leaf == null || !leaf.isObject()) {
                throw new MalformedLeafException("it is no JSON object");
            }
            return leaf;
        } catch (IOException e) {
            throw new MalformedLeafException("it is no JSON", e);
        }
    }

    private static byte[] bytes(SortedMap<String, Object> leaf, EventTypes.EventType type) {
        try {
            // Strictly: half a surrogate pair has no UTF-8, and what is signed must be what was meant.
            var encoder = StandardCharsets.UTF_8.newEncoder();
            var encoded = encoder.encode(CharBuffer.wrap(JSON.writeValueAsString(leaf)));
            var bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (JsonProcessingException | CharacterCodingException e) {
            throw new IllegalArgumentException("an event of kind '" + type.word() + "' is no Unicode text", e);
        }
    }
}
