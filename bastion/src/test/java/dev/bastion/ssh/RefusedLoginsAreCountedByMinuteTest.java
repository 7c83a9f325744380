package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.MovedClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusedLoginsAreCountedByMinuteTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private final MovedClock clock = new MovedClock(NOON.plusSeconds(10));
    private final RefusalCounter counter = new RefusalCounter(clock);

    @Test
    void tellsEachMinuteOnceItIsOver() throws UnknownHostException {
        counter.refused(address(1));
        counter.refused(address(1));
        assertEquals(List.of(), counter.due());
        clock.forward(Duration.ofMinutes(1));
        assertEquals(List.of(new BastionEvent.LoginsRefused("10.0.0.1", 2, NOON, clock.instant())), counter.due());
        assertEquals(List.of(), counter.due());
    }

    @Test
    void saysNothingOfMinutesWithoutRefusals() {
        clock.forward(Duration.ofHours(1));
        assertEquals(List.of(), counter.due());
    }

    @Test
    void keepsCountsWhileTheClockIsSetBack() throws UnknownHostException {
        counter.refused(address(1));
        clock.back(Duration.ofHours(1));
        assertEquals(List.of(), counter.due());
        clock.forward(Duration.ofHours(2));
        assertEquals(1, counter.due().size());
    }

    @Test
    void addsUpAddressesBeyondTenThousand() throws UnknownHostException {
        for (int number = 0; number < 10_100; number++) {
            counter.refused(address(number));
        }
        clock.forward(Duration.ofMinutes(1));
        List<AccessEvent> events = counter.due();
        assertEquals(10_001, events.size());
        assertTrue(events.stream()
                .map(BastionEvent.LoginsRefused.class::cast)
                .anyMatch(refused -> refused.address().equals("others") && refused.count() == 100));
    }

    private static InetAddress address(int number) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
    }
}
