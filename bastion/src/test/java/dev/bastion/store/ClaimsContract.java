package dev.bastion.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bastion.policy.MovedClock;
import dev.bastion.store.Claims.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two bastions agree on who tells what. */
abstract class ClaimsContract {
    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-20T12:00:00Z"));
    private Database database;
    private Claims one;
    private Claims other;

    abstract DatabaseSettings settings() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = new Database(settings());
        database.migrate();
        one = new SqlClaims(database, "one", clock);
        other = new SqlClaims(database, "other", clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whoComesFirstHasIt() {
        assertEquals(Claim.OURS, one.take("request-waits:r-1"));
        assertEquals(Claim.THEIRS, other.take("request-waits:r-1"));
        assertEquals(Claim.OURS, one.take("request-waits:r-1"), "a second try is by the same one");
        assertEquals(Claim.OURS, other.take("request-waits:r-2"));
    }

    @Test
    void whatIsDoneIsDoneForBoth() {
        one.take("request-waits:r-1");
        one.done("request-waits:r-1");

        assertEquals(Claim.DONE, other.take("request-waits:r-1"));
        assertEquals(Claim.DONE, one.take("request-waits:r-1"));
    }

    @Test
    void whatIsDoneIsRememberedForSomeDays() {
        one.take("request-waits:r-1");
        one.done("request-waits:r-2");
        assertEquals(Set.of("request-waits:r-2"), other.settled());
        clock.forward(Claims.KEPT.plusSeconds(1));
        one.take("request-waits:r-3");
        assertEquals(Set.of(), other.settled());
    }

    @Test
    void aReceiverIsKnownFromTheFirstTimeOn() {
        Instant first = clock.instant();
        assertEquals(Optional.empty(), one.knownSince("webhook example.org"));
        clock.forward(Duration.ofDays(30));
        assertEquals(Optional.of(first), other.knownSince("webhook example.org"));
        assertEquals(Optional.empty(), other.knownSince("mail example.org"));
    }

    @Test
    void whoDiesOverItLosesIt() {
        one.take("request-waits:r-1");
        clock.forward(SqlClaims.LEASE.minusSeconds(1));
        assertEquals(Claim.THEIRS, other.take("request-waits:r-1"));
        clock.forward(Duration.ofSeconds(1));

        assertEquals(Claim.OURS, other.take("request-waits:r-1"));
        assertEquals(Claim.THEIRS, one.take("request-waits:r-1"));
    }

    @Test
    void ofManyAtOnceOneHasIt() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Claim>> answers = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(
                            () -> new SqlClaims(database, "bastion " + i, clock).take("request-waits:r-1")))
                    .toList();
            int ours = 0;
            for (Future<Claim> answer : answers) {
                ours += answer.get() == Claim.OURS ? 1 : 0;
            }
            assertEquals(1, ours);
        }
    }
}
