package dev.bastion.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.TestHouse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What counts by days counts those that the ledger knows of. */
class EachDayThatIsLivedIsWrittenTest {
    private final TestHouse house = new TestHouse();

    @Test
    void theSweeperBeginsADayOnWhichNothingElseWasWritten() throws Exception {
        CompletableFuture<AccessEvent> first = new CompletableFuture<>();
        house.journal.onCommitted(events -> first.complete(events.getFirst()));

        try (Sweeper sweeper = new Sweeper(house.journal, house.desk, Optional.empty(), house.clock)) {
            assertEquals(new BastionEvent.DayBegun(TestHouse.NOON), first.get(10, TimeUnit.SECONDS), sweeper::toString);
        }
    }

    @Test
    void aDayIsBegunOnce() {
        house.decide(house.desk.beginDay());
        house.clock.forward(Duration.ofHours(11));
        assertEquals(List.of(), house.decide(house.desk.beginDay()));
        house.clock.forward(Duration.ofHours(1));

        assertEquals(1, house.decide(house.desk.beginDay()).size());
        assertTrue(house.state().livedOn(house.clock.instant()));
    }
}
