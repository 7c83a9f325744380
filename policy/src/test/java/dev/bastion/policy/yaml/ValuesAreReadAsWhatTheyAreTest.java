package dev.bastion.policy.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.text.HostPort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ValuesAreReadAsWhatTheyAreTest {

    private final Problems problems = new Problems();

    private YamlMap read(String text) {
        return YamlMap.read(text, problems).orElseThrow();
    }

    private List<String> texts() {
        return problems.all().stream()
                .map(problem -> problem.key() + ": " + problem.message())
                .toList();
    }

    @Test
    void readsEveryKind() {
        YamlMap map = read("""
                text: hello
                flag: true
                number: 22
                length: 1h30m
                size: 10MiB
                place: "[2001:db8::1]:2222"
                word: end
                list: [a, b]
                map: {k: v}
                nothing:
                """);

        assertEquals("hello", map.text("text").orElseThrow());
        assertEquals(true, map.flag("flag").orElseThrow());
        assertEquals(22, map.number("number", 1, 100).orElseThrow());
        assertEquals(
                Duration.ofMinutes(90),
                map.duration("length", Duration.ZERO, Duration.ofDays(1)).orElseThrow());
        assertEquals(10L << 20, map.size("size", 0, 1L << 30).orElseThrow());
        assertEquals(
                new HostPort("2001:db8::1", 2222),
                map.hostPort("place", OptionalInt.empty()).orElseThrow());
        assertEquals(7, map.word("word", Map.of("end", 7)).orElseThrow());
        assertEquals(List.of("a", "b"), map.texts("list"));
        assertEquals("v", map.map("map").flatMap(inner -> inner.text("k")).orElseThrow());
        assertTrue(map.map("nothing").orElseThrow().entries().isEmpty());
        assertTrue(map.text("absent").isEmpty());
        map.refuseUnknown();
        assertTrue(problems.none(), problems.all()::toString);
    }

    @Test
    void saysWhatEachOughtToBe() {
        YamlMap map = read("""
                text: [a]
                flag: maybe
                number: 1000
                length: 20 s
                size: 10MB
                place: host
                list: a
                inner: {key: "a\\u001b[2Jb"}
                """);

        map.text("text");
        map.flag("flag");
        map.number("number", 1, 100);
        map.duration("length", Duration.ofSeconds(1), Duration.ofDays(1));
        map.size("size", 0, 1L << 30);
        map.hostPort("place", OptionalInt.empty());
        map.list("list");
        map.map("inner").orElseThrow().text("key");
        map.required("absent");
        assertEquals(
                List.of(
                        "absent: this is missing",
                        "text: this is not a text",
                        "flag: 'maybe' is not a word for this",
                        "number: '1000' is not a whole number from 1 to 100",
                        "length: '20 s' is not a length of time from 1s to 1d",
                        "size: '10MB' is not a size from 0B to 1GiB",
                        "place: 'host' is not a host and a port",
                        "list: this is not a list",
                        "inner.key: the text holds the control character \\u001b as character 2"),
                texts());
    }
}
