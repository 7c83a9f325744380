package dev.bastion.live;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what time alone brings about: requests that nobody answered, grants that nobody used, grants that ended while
 * no bastion ran, the reviews that ended grants owe and those that nobody signed off in time, people who are not here any
 * more. Looks each second and bothers the ledger only when something is due.
 */
public final class Sweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final long LOOK_SECONDS = 1;
    private static final long PEOPLE_SECONDS = 60;

    private final AccessJournal journal;
    private final AccessDesk desk;
    private final Optional<Duration> disableAfter;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * Begins to look.
     *
     * @param disableAfter after how long without use a person is disabled; never when empty
     */
    public Sweeper(AccessJournal journal, AccessDesk desk, Optional<Duration> disableAfter, Clock clock) {
        this.journal = requireNonNull(journal, "journal is null");
        this.desk = requireNonNull(desk, "desk is null");
        this.disableAfter = requireNonNull(disableAfter, "disableAfter is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "sweeper");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::sweep, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(this::sweepPeople, 0, PEOPLE_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Days are what this is about: there is no need to look at ten thousand people each second. That a day has begun is
     * written where nothing else was, for time without use counts only as far as the ledger shows that it passed.
     */
    private void sweepPeople() {
        try {
            if (!journal.state().livedOn(clock.instant())) {
                logged(journal.submit(desk.beginDay()));
            }
            disableAfter.map(desk.people()::disableIdle).ifPresent(idle -> {
                if (!idle.decide(journal.state()).events().isEmpty()) {
                    logged(journal.submit(idle));
                }
            });
        } catch (RuntimeException e) {
            LOG.error("looking for people who are not here any more failed", e);
        }
    }

    private void sweep() {
        try {
            AccessState state = journal.state();
            Instant now = clock.instant();
            if (state.pendingRequests().stream()
                    .anyMatch(request -> !request.lapsesAt().isAfter(now))) {
                logged(journal.submit(desk.lapse(now)));
            }
            if (state.openGrants().stream().anyMatch(grant -> !grant.inTime(now))) {
                logged(journal.submit(desk.expire(now)));
            }
            if (!state.unsettledGrants().isEmpty()
                    || state.overdueReviews(now).stream().anyMatch(review -> !review.told())) {
                logged(journal.submit(desk.afterwards().fallDue(now)));
            }
        } catch (RuntimeException e) {
            // A timer that throws is never run again, and this one must be.
            LOG.error("looking for what is over failed", e);
        }
    }

    private static void logged(java.util.concurrent.CompletionStage<?> stage) {
        stage.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("what is over could not be written and is tried again: {}", failure.toString());
            }
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
