package dev.bastion.live;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.GrantEnd;
import dev.bastion.policy.GrantEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts what is live at the end of its grant or of its rule's hours, and says so five minutes and one minute before; cuts
 * what nobody has touched for as long as its rule allows.
 *
 * <p>The gate does not depend on this: a byte that comes late is refused by the time itself, also if this thread is
 * starved or dead. This severs the connections, writes the end, and looks each second after what a timer may have missed
 * (a clock that was set, a machine that slept). Thread-safe.
 */
public final class Deadlines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
    private static final List<Duration> WARNINGS = List.of(Duration.ofMinutes(5), Duration.ofMinutes(1));
    private static final long LOOK_SECONDS = 1;

    private final LiveGrants grants;
    private final BootClock boot;
    private final Clock wall;
    private final Consumer<AccessEvent> ends;
    private final ScheduledThreadPoolExecutor timer;
    private final Map<Long, List<Future<?>>> planned = new ConcurrentHashMap<>();

    /**
     * @param ends takes the event of an end that has happened already; never waits, never refuses
     */
    public Deadlines(LiveGrants grants, Clock wall, BootClock boot, Consumer<AccessEvent> ends) {
        this.grants = requireNonNull(grants, "grants is null");
        this.wall = requireNonNull(wall, "wall is null");
        this.boot = requireNonNull(boot, "boot is null");
        this.ends = requireNonNull(ends, "ends is null");
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "deadlines");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        grants.watch(this::plan);
        timer.scheduleWithFixedDelay(this::lookAround, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    void plan(LiveGrant grant) {
        List<Future<?>> plans = new ArrayList<>();
        long left = grant.millisLeft();
        for (Duration before : WARNINGS) {
            long delay = left - before.toMillis();
            if (delay > 0) {
                plans.add(timer.schedule(() -> warn(grant, before), delay, TimeUnit.MILLISECONDS));
            }
        }
        plans.add(timer.schedule(() -> expireIfOver(grant), Math.max(0, left), TimeUnit.MILLISECONDS));
        List<Future<?>> before = planned.put(grant.id(), plans);
        if (before != null) {
            before.forEach(plan -> plan.cancel(false));
        }
    }

    private void warn(LiveGrant grant, Duration left) {
        if (grant.open()) {
            grant.sessions().forEach(session -> session.warn(left));
        }
    }

    private void expireIfOver(LiveGrant grant) {
        if (grant.open()) {
            // The clock was set back, or the timer came a moment early: the gate says when.
            long left = Math.max(1, grant.millisLeft());
            timer.schedule(() -> expireIfOver(grant), left, TimeUnit.MILLISECONDS);
            return;
        }
        if (grant.ended().isEmpty() && !grant.over()) {
            // The rule's hours are over and the grant is not: it can be used again when they begin.
            if (!grant.sessions().isEmpty()) {
                LiveGrant.End why = grant.closing();
                grants.endSessions(grant, why.cause(), why.sentence());
            }
            return;
        }
        planned.remove(grant.id());
        boolean first = grant.mark(new LiveGrant.End(EndCause.GRANT_EXPIRED, grant.expiry()));
        LiveGrant.End end = grant.ended().orElseThrow();
        grants.end(grant, end.cause(), end.sentence());
        if (first) {
            ends.accept(new GrantEvent.GrantEnded(
                    grant.id(), GrantEnd.EXPIRED, Optional.empty(), "", wall.instant(), true));
        }
    }

    private void lookAround() {
        try {
            boot.resample();
            for (LiveGrant grant : grants.all()) {
                if (!grant.open()
                        && (grant.ended().isEmpty() || !grant.sessions().isEmpty())) {
                    expireIfOver(grant);
                }
                IdleWatch.look(grant);
            }
        } catch (RuntimeException e) {
            // A timer that throws is never run again, and this one must be.
            LOG.error("looking for grants that are over failed", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
