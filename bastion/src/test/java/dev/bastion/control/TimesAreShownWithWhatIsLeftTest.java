package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesAreShownWithWhatIsLeftTest {
    private final Wording wording = new Wording(Clock.fixed(Instant.parse("2026-11-20T13:48:00Z"), ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T14:00:00Z, '14:00 UTC, in 12m'",
        "2026-11-20T13:48:20Z, '13:48 UTC, in 20s'",
        "2026-11-20T13:40:00Z, '13:40 UTC, 8m ago'",
        "2026-11-21T14:00:00Z, '2026-11-21 14:00 UTC, in 1d12m'",
    })
    void showsMoment(String at, String shown) {
        assertEquals(shown, wording.moment(Instant.parse(at)));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT59.6S, 59s",
        "PT20S, 20s",
        "PT45M, 45m",
        "PT11M59S, 11m",
        "PT90M, 1h30m",
        "PT2H, 2h",
        "PT26H5M, 1d2h",
        "P3D, 3d"
    })
    void showsLength(Duration length, String shown) {
        assertEquals(shown, Wording.length(length));
    }

    @ParameterizedTest
    @CsvSource({"812, 812 B", "4299162, 4.1 MiB", "1024, 1.0 KiB", "2147483648, 2.0 GiB"})
    void showsBytes(long bytes, String shown) {
        assertEquals(shown, Wording.bytes(bytes));
    }
}
