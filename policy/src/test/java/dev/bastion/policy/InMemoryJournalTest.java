package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryJournalTest extends AccessJournalContract {

    @Override
    protected AccessJournal journal() {
        return new InMemoryJournal();
    }

    @Test
    void takesNothingWhileItIsToldNotTo() {
        InMemoryJournal journal = new InMemoryJournal();
        journal.accepting(false);

        assertFalse(journal.accepting());
        assertTrue(journal.append(List.of(new BastionEvent.BastionStopped(NOON)))
                .toCompletableFuture()
                .isCompletedExceptionally());
        assertEquals(List.of(), journal.events());
    }

    @Test
    void tellsWhatAListenerSubmitsAfterWhatItWasToldOf() {
        InMemoryJournal journal = new InMemoryJournal();
        List<AccessEvent> told = new ArrayList<>();
        AccessEvent first = new BastionEvent.BastionStarted("1", NOON);
        AccessEvent second = new BastionEvent.BastionStopped(NOON);
        journal.onCommitted(events -> {
            if (events.contains(first)) {
                journal.append(List.of(second)).toCompletableFuture().join();
            }
        });
        journal.onCommitted(told::addAll);

        journal.append(List.of(first)).toCompletableFuture().join();

        assertEquals(List.of(first, second), told);
    }
}
