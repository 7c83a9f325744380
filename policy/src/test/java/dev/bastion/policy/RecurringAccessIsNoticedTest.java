package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bastion.policy.PersonEvent.AccessRecurring;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecurringAccessIsNoticedTest {

    private final TestHouse house = new TestHouse();

    private void grantedAfter(int times, Duration pause) {
        for (int i = 0; i < times; i++) {
            house.clock.forward(pause);
            house.granted(Duration.ofMinutes(10));
        }
    }

    private List<AccessRecurring> proposals() {
        return house.journal.events().stream()
                .filter(AccessRecurring.class::isInstance)
                .map(AccessRecurring.class::cast)
                .toList();
    }

    @Test
    void theFifthTimeWithinThirtyDaysRaisesOneProposal() {
        grantedAfter(4, Duration.ofDays(2));
        assertEquals(List.of(), proposals());

        grantedAfter(1, Duration.ofDays(2));

        assertEquals(List.of(new AccessRecurring("alice", "prod-db-1", "prod", 5, house.clock.instant())), proposals());
        assertEquals(proposals(), house.state().recurring());
    }

    @Test
    void isProposedOnceInThirtyDays() {
        grantedAfter(5, Duration.ofDays(2));
        grantedAfter(10, Duration.ofDays(2));
        assertEquals(1, proposals().size());

        grantedAfter(6, Duration.ofDays(2));

        assertEquals(2, proposals().size());
        assertEquals(1, house.state().recurring().size());
    }

    @Test
    void fiveTimesOverMoreThanThirtyDaysAreNone() {
        grantedAfter(8, Duration.ofDays(8));

        assertEquals(List.of(), proposals());
    }
}
