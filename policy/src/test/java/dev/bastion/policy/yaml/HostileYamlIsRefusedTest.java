package dev.bastion.policy.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HostileYamlIsRefusedTest {

    private static List<String> problems(String text) {
        Problems problems = new Problems();
        assertTrue(YamlMap.read(text, problems).isEmpty());
        return problems.all().stream().map(problem -> problem.text("f")).toList();
    }

    @Test
    void refusesAnchorsAndAliases() {
        assertEquals(List.of("f:1:4: an anchor is not allowed here"), problems("a: &x [1]\nb: [*x, *x]\n"));
        assertEquals(List.of("f:1:4: an alias is not allowed here"), problems("a: *x\n"));
    }

    @Test
    void refusesTags() {
        assertEquals(List.of("f:1:4: a tag is not allowed here"), problems("a: !!java.net.URL [http://x]\n"));
        assertEquals(List.of("f:1:4: a tag is not allowed here"), problems("a: !!str x\n"));
    }

    @Test
    void refusesASecondDocument() {
        assertEquals(List.of("f:2:1: a second document begins here"), problems("a: 1\n---\nb: 2\n"));
    }

    @Test
    @Timeout(20)
    void refusesGreatDepth() {
        assertEquals(List.of("f:1:33: this is nested deeper than 32 levels"), problems("[".repeat(100_000)));
    }

    @Test
    void refusesGreatSize() {
        List<String> problems = problems("#".repeat(TreeReader.MAX_CHARACTERS + 1));

        assertEquals(List.of("f: the file has 16777217 characters, and 16777216 are allowed"), problems);
    }

    @Test
    void saysWhereTheTextIsNoYaml() {
        List<String> problems = problems("a: [1, 2\nb: 3\n");

        assertEquals(1, problems.size());
        assertTrue(problems.getFirst().startsWith("f:2:"), problems::toString);
    }

    @Test
    void saysThatABinaryFileIsNoYaml() {
        List<String> problems = problems("a: \u0000\u0001\n");

        assertEquals(1, problems.size());
        assertTrue(problems.getFirst().startsWith("f: the file is not YAML"), problems::toString);
        assertTrue(problems.getFirst().chars().noneMatch(Character::isISOControl));
    }

    @Test
    void saysThatAnEmptyFileIsEmpty() {
        assertEquals(List.of("f: the file is empty"), problems("# nothing\n"));
    }

    @Test
    void saysThatAListIsNoMapping() {
        assertEquals(List.of("f:1:1: this is not a mapping"), problems("- a\n"));
    }

    @Test
    void notesKeysThatAreThereTwiceAndGoesOn() {
        Problems problems = new Problems();
        YamlMap map = YamlMap.read("a: 20s\na: 30s\n[x]: 1\n", problems).orElseThrow();

        assertEquals(
                Duration.ofSeconds(20),
                map.duration("a", Duration.ZERO, Duration.ofHours(1)).orElseThrow());
        map.refuseUnknown();
        assertEquals(
                List.of("f:2:1: the key 'a' is here a second time", "f:3:1: a key is a text, and this is none"),
                problems.all().stream().map(problem -> problem.text("f")).toList());
    }

    @Test
    void endsAReportThatWouldNotEnd() {
        Problems problems = new Problems();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            text.append("key").append(i).append(": 1\n");
        }
        YamlMap.read(text.toString(), problems).orElseThrow().refuseUnknown();

        assertEquals(201, problems.all().size());
        assertEquals("and 800 more problems", problems.all().getLast().message());
    }
}
