package dev.bastion.policy.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsAreReadAndPrintedAlikeTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"20s", "45m", "2h", "1d", "1h30m", "1d2h3m4s"})
    void readsTheLengthsItPrints(String text) {
        assertEquals(text, Durations.text(Durations.parse(text).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "45", "m", "45 m", "1.5h", "-1h", "30m1h", "1h1h", "1w", "9999999d", "٤٥m", "45M"})
    void readsNothingElseAsALength(String text) {
        assertEquals(Optional.empty(), Durations.parse(text));
    }

    @Test
    void saysRoughlyWhatIsLeft() {
        assertEquals("4m30s", Durations.rough(Duration.ofSeconds(270)));
        assertEquals("12m", Durations.rough(Duration.ofSeconds(12 * 60 + 59)));
        assertEquals("3h59m", Durations.rough(Duration.ofSeconds(4 * 3600 - 1)));
        assertEquals("1d1h", Durations.rough(Duration.ofMinutes(25 * 60 + 7)));
        assertEquals("0s", Durations.rough(Duration.ofMillis(300)));
    }

    @Test
    void saysMomentsInUtcWithWhatIsLeft() {
        assertEquals("12:12 UTC, in 12m", Times.left(NOON.plusSeconds(720), NOON));
        assertEquals("11:59 UTC, 30s ago", Times.left(NOON.minusSeconds(30), NOON));
        assertEquals("12:00 UTC, now", Times.left(NOON.plusMillis(20), NOON));
        assertEquals("2026-11-21 00:00 UTC, in 12h", Times.left(NOON.plusSeconds(12 * 3600), NOON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0B", "100B", "512KiB", "10MiB", "2GiB", "1TiB"})
    void readsTheSizesItPrints(String text) {
        assertEquals(text, Sizes.text(Sizes.parse(text).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10MB", "10 MiB", "-1B", "1.5MiB", "9999999999B"})
    void readsNothingElseAsASize(String text) {
        assertEquals(OptionalLong.empty(), Sizes.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.5:22", "db1.example:2222", "[2001:db8::1]:22", "[::1]:0"})
    void readsThePlacesItPrints(String text) {
        assertEquals(
                text, HostPort.parse(text, OptionalInt.empty()).orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":22",
                "host",
                "host:",
                "host:99999",
                "host:22:23",
                "2001:db8::1",
                "[host]:22",
                "[10.0.0.5]:22",
                "a b:22",
                "host%eth0:22",
                "[fe80::1%eth0]:22",
                "2130706433:22",
                "0x7f000001:22",
                "127.1:22",
                "010.0.0.1:22",
                "1.2.3.4.5:22",
                "-host:22",
                "ho$t:22",
                "hößt:22",
                "user@host:22"
            })
    void readsNothingElseAsAPlace(String text) {
        assertEquals(Optional.empty(), HostPort.parse(text, OptionalInt.empty()));
    }

    @Test
    void letsAPortBeLeftOutWhereThereIsADefault() {
        assertEquals(
                new HostPort("host", 22),
                HostPort.parse("host", OptionalInt.of(22)).orElseThrow());
        assertEquals(
                new HostPort("::1", 22),
                HostPort.parse("[::1]", OptionalInt.of(22)).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "a\rb",
                "a\tb",
                "\u001b[2J",
                "a\u0000",
                "\u007f",
                "\u009b31m",
                "a\u202eb",
                "a\u2066b",
                "\u200f",
                "\ufeffa",
                "a\u2028b",
                "a\ud800b",
                "a\ue000b",
                "soft\u00adhyphen"
            })
    void takesNoTextThatActs(String text) {
        assertTrue(Plain.fault(text, 100).isPresent());
        String shown = Plain.shown(text);
        assertEquals(Optional.empty(), Plain.fault(shown, 1000), shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "Überprüfung: 12 €", "日本語", "نمی\u200cخواهم", "👩\u200d💻 fixes it", "'; rm -rf / #"
            })
    void takesEveryTextThatIsOnlyText(String text) {
        assertEquals(Optional.empty(), Plain.fault(text, 100));
    }

    @Test
    void countsCharactersAndNotHalvesOfThem() {
        assertFalse(Plain.fault("💻".repeat(100), 100).isPresent());
        assertEquals(
                "has 101 characters, and 100 are allowed",
                Plain.fault("💻".repeat(101), 100).orElseThrow());
    }

    @Test
    void cutsWhatItShows() {
        assertEquals("x".repeat(64) + "…", Plain.shown("x".repeat(100_000)));
    }
}
