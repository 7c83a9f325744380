package dev.bastion;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.BastionEvent;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes that the bastion began to work and, as the last thing before the ledger closes, that it ended: a start without a stop
 * before it tells of a crash. Used by one thread.
 */
final class WorkingTime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkingTime.class);

    private final AccessJournal journal;
    private final Clock clock;
    private boolean begun;

    WorkingTime(AccessJournal journal, Clock clock) {
        this.journal = requireNonNull(journal, "journal is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    void begin(String version) {
        begun = true;
        write(new BastionEvent.BastionStarted(version, clock.instant()));
    }

    @Override
    public void close() {
        if (begun) {
            write(new BastionEvent.BastionStopped(clock.instant()));
        }
    }

    private void write(AccessEvent event) {
        journal.append(List.of(event)).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("that the bastion began or ended could not be written: {}", failure.toString());
            }
        });
    }
}
