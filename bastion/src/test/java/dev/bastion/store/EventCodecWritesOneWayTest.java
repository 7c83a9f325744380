package dev.bastion.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.BastionEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecWritesOneWayTest {

    /** Each kind of event as version 1 writes it. These lines are what old ledgers hold: they are only ever added to. */
    static List<String> fixtures() {
        try (var lines = EventCodecWritesOneWayTest.class.getResourceAsStream("entries-v1.jsonl")) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void readsEveryEntryThatVersion1WroteAndWritesTheSameBytes(String line) throws MalformedLeafException {
        var content = line.getBytes(StandardCharsets.UTF_8);
        long seq = EventCodec.claimedSeq(content).orElseThrow();
        assertEquals(line, new String(EventCodec.encode(seq, EventCodec.decode(seq, content)), StandardCharsets.UTF_8));
    }

    /** The records at the leaves of the sealed tree. */
    private static Set<Class<?>> everyKind() {
        return Arrays.stream(AccessEvent.class.getPermittedSubclasses())
                .flatMap(topic -> Arrays.stream(topic.getPermittedSubclasses()))
                .collect(Collectors.toSet());
    }

    @Test
    void theFixturesHaveEveryKindOfEvent() throws MalformedLeafException {
        var kinds = new HashSet<Class<?>>();
        for (var line : fixtures()) {
            kinds.add(
                    EventCodec.decode(0, line.getBytes(StandardCharsets.UTF_8)).getClass());
        }
        assertEquals(everyKind(), kinds);
    }

    @Test
    void everyKindOfEventHasAWordOfItsOwn() {
        var words = new HashSet<String>();
        for (var kind : everyKind()) {
            assertTrue(
                    EventTypes.all().stream().anyMatch(type -> type.record() == kind && words.add(type.word())),
                    kind.getSimpleName());
        }
    }

    @Test
    void refusesANewerVersionWithASentence() {
        var refused = assertThrows(
                StoreRefusedException.Newer.class,
                () -> EventCodec.decode(
                        7, bytes("{\"event\":{},\"more\":1,\"seq\":7,\"time\":\"x\",\"type\":\"new\",\"v\":2}")));
        assertEquals(
                "entry 7 of the ledger has version 2, and this bastion reads up to 1\n"
                        + "hint: run the newer bastion that wrote it",
                refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"v\":1}",
                "{\"event\":{},\"seq\":0,\"time\":\"2026-11-20T09:00:00Z\",\"type\":\"bastion-stopped\",\"v\":0}",
                "{\"event\":{},\"seq\":0,\"time\":\"2026-11-20T09:00:00Z\",\"type\":\"bastion-stopped\",\"v\":1} x",
                "{\"event\":{},\"seq\":0,\"time\":\"2026-11-20T09:00:00Z\",\"type\":\"unheard-of\",\"v\":1}",
                "{\"event\":{},\"seq\":0,\"time\":\"yesterday\",\"type\":\"bastion-stopped\",\"v\":1}",
                "{\"event\":{},\"seq\":0,\"type\":\"bastion-stopped\",\"v\":1,\"x\":1}",
                "{\"event\":{\"x\":1},\"seq\":0,\"time\":\"2026-11-20T09:00:00Z\",\"type\":\"bastion-stopped\",\"v\":1}",
                "{\"event\":{},\"seq\":0,\"time\":\"2026-11-20T09:00:00Z\",\"type\":\"bastion-started\",\"v\":1}",
                "{\"event\":{\"version\":1},\"seq\":0,\"time\":\"2026-11-20T09:00:00Z\",\"type\":\"bastion-started\",\"v\":1}",
                "{\"event\":{\"version\":\" \"},\"seq\":0,\"time\":\"2026-11-20T09:00:00Z\",\"type\":\"bastion-started\",\"v\":1}",
                "{\"event\":{},\"event\":{},\"seq\":0,\"time\":\"2026-11-20T09:00:00Z\",\"type\":\"bastion-stopped\",\"v\":1}"
            })
    void refusesWhatIsNoEntry(String content) {
        assertThrows(MalformedLeafException.class, () -> EventCodec.decode(0, bytes(content)));
    }

    @Test
    void claimsNoPlaceWhereThereIsNone() {
        assertEquals(OptionalLong.empty(), EventCodec.claimedSeq(bytes("nonsense")));
        assertEquals(OptionalLong.empty(), EventCodec.claimedSeq(bytes("{\"seq\":\"1\"}")));
        assertEquals(OptionalLong.of(1), EventCodec.claimedSeq(bytes("{\"seq\":1}")));
    }

    @Test
    void anEntryIsAtMost64KibiBytes() {
        var most = "x".repeat(EventCodec.MAX_BYTES - EventCodec.encode(0, version("")).length);
        assertEquals(EventCodec.MAX_BYTES, EventCodec.encode(0, version(most)).length);
        assertThrows(IllegalArgumentException.class, () -> EventCodec.encode(0, version(most + "x")));
    }

    private static AccessEvent version(String version) {
        return new BastionEvent.BastionStarted("1" + version, Story.MORNING);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
