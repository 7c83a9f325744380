package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.BastionEvent.BastionStarted;
import dev.bastion.policy.RequestEvent.RequestMade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every journal keeps; each implementation inherits these tests. */
public abstract class AccessJournalContract {

    protected static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    /** A journal with nothing in it. */
    protected abstract AccessJournal journal();

    protected static AccessRequest request(long id) {
        return new AccessRequest(
                id,
                "alice",
                List.of("prod-db-1"),
                "postgres",
                Set.of(Permit.SHELL),
                Duration.ofMinutes(45),
                "because",
                Optional.empty(),
                "prod",
                NOON,
                NOON.plusSeconds(3600),
                OptionalLong.empty());
    }

    private static Decided<Long> ask(AccessState state) {
        long id = state.nextRequestId();
        return new Decided<>(List.of(new RequestMade(request(id))), id);
    }

    private static <R> R join(java.util.concurrent.CompletionStage<R> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    @Test
    void showsWhatItCommitted() {
        AccessJournal journal = journal();

        assertEquals(1, join(journal.submit(AccessJournalContract::ask)));

        assertEquals(request(1), journal.state().request(1).orElseThrow());
        assertEquals(NOON, journal.state().newest());
        assertEquals(2, journal.state().nextRequestId());
    }

    @Test
    void decidesOneAfterTheOtherSoThatNoIdIsGivenTwice() {
        AccessJournal journal = journal();

        List<Long> ids =
                IntStream.range(0, 200)
                        .parallel()
                        .mapToObj(i -> journal.submit(AccessJournalContract::ask))
                        .toList()
                        .stream()
                        .map(AccessJournalContract::join)
                        .sorted()
                        .toList();

        assertEquals(LongStream.rangeClosed(1, 200).boxed().toList(), ids);
        assertEquals(200, journal.state().requests().size());
    }

    @Test
    void tellsListenersOfEachEventOnceAndInOrder() {
        AccessJournal journal = journal();
        List<Long> told = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> last = new CompletableFuture<>();
        journal.onCommitted(events -> events.forEach(event -> {
            if (event instanceof RequestMade made) {
                told.add(made.request().id());
            } else if (event instanceof BastionStarted) {
                last.complete(null);
            }
        }));

        IntStream.range(0, 50)
                .mapToObj(i -> journal.submit(AccessJournalContract::ask))
                .toList()
                .forEach(AccessJournalContract::join);
        join(journal.append(List.of(new BastionStarted("1", NOON))));

        join(last);
        assertEquals(LongStream.rangeClosed(1, 50).boxed().toList(), told);
    }

    @Test
    void changesNothingWhenADeciderFails() {
        AccessJournal journal = journal();

        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> join(journal.submit(state -> {
                    throw new ArithmeticException("no");
                })));

        assertInstanceOf(ArithmeticException.class, failure.getCause());
        assertEquals(1, join(journal.submit(AccessJournalContract::ask)));
    }

    @Test
    void changesNothingWhenAnEventCannotFollow() {
        AccessJournal journal = journal();
        List<AccessEvent> impossible =
                List.of(new RequestMade(request(1)), new RequestEvent.RequestApproved(1, "alice", NOON));

        assertThrows(CompletionException.class, () -> join(journal.append(impossible)));

        assertEquals(List.of(), journal.state().requests());
        assertTrue(journal.accepting());
        assertEquals(1, join(journal.submit(AccessJournalContract::ask)));
    }

    @Test
    void writesNothingWhenNothingHappens() {
        AccessJournal journal = journal();

        assertEquals("seen", join(journal.submit(state -> Decided.nothing("seen"))));

        assertEquals(Instant.MIN, journal.state().newest());
    }
}
