package dev.bastion.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.MovedClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SerialsNeverRepeatTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00.123Z");

    private final MovedClock clock = new MovedClock(NOW);
    private final SecureRandom random = new SecureRandom();

    @Test
    void riseWithinOneMillisecond() {
        SerialSource serials = new SerialSource(clock, random, 0);
        long last = 0;
        for (int i = 0; i < 10_000; i++) {
            long next = serials.next();
            assertTrue(next > last);
            last = next;
        }
    }

    @Test
    void carryTheTimeInTheirHighBits() {
        long serial = new SerialSource(clock, random, 0).next();
        assertEquals(NOW, SerialSource.timeOf(serial));
        assertTrue(new SerialSource(new MovedClock(Instant.parse("2247-01-01T00:00:00Z")), random, 0).next() > 0);
    }

    @Test
    void riseWhenTheClockIsSetBack() {
        SerialSource serials = new SerialSource(clock, random, 0);
        long first = serials.next();
        clock.back(Duration.ofDays(1));
        assertTrue(serials.next() > first);
    }

    @Test
    void riseOverARestartWithTheClockSetBack() {
        long before = new SerialSource(clock, random, 0).next();
        clock.back(Duration.ofDays(1));
        assertTrue(new SerialSource(clock, random, before).next() > before);
        long floor = SerialSource.floorAt(NOW.truncatedTo(ChronoUnit.SECONDS));
        assertTrue(floor > before);
        assertTrue(new SerialSource(clock, random, floor).next() > floor);
    }

    /** A bastion that is started twice within a second, or a command beside it, goes on from the same entry of the ledger. */
    @Test
    void areDifferentForTwoSourcesThatBeginAtTheSameFloor() {
        long floor = SerialSource.floorAt(NOW.plusSeconds(1));
        SerialSource one = new SerialSource(clock, random, floor);
        SerialSource other = new SerialSource(clock, random, floor);
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            seen.addAll(List.of(one.next(), other.next()));
        }
        assertEquals(10, seen.size());
    }

    @Test
    void areNeverZeroOrNegative() {
        assertEquals(1, new SerialSource(new MovedClock(Instant.ofEpochMilli(-5)), random, 0).next());
        assertThrows(IllegalArgumentException.class, () -> new SerialSource(clock, random, -1));
    }

    @Test
    void areDifferentForManyThreads() throws Exception {
        SerialSource serials = new SerialSource(clock, random, 0);
        Callable<List<Long>> draw =
                () -> IntStream.range(0, 5_000).mapToObj(i -> serials.next()).collect(Collectors.toList());
        Set<Long> seen = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<List<Long>> drawn : threads.invokeAll(List.of(draw, draw, draw, draw))) {
                seen.addAll(drawn.get());
            }
        }
        assertEquals(20_000, seen.size());
    }
}
