package dev.bastion.control;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.GrantEvent;
import dev.bastion.policy.RequestEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes those who wait for a request to be decided: told of each commit and of each policy, it polls nothing.
 * Thread-safe; nothing here blocks but {@link Bell#await}.
 */
final class RequestWatch {
    private final Map<Long, Set<Bell>> bells = new ConcurrentHashMap<>();

    /** One waiting command. Ringing before it waits is not lost. */
    final class Bell implements AutoCloseable {
        private final long request;
        private final Semaphore rung = new Semaphore(0);

        private Bell(long request) {
            this.request = request;
        }

        void ring() {
            rung.release();
        }

        /** Waits until something may have changed, or for so long. */
        void await(Duration longest) throws InterruptedException {
            if (rung.tryAcquire(Math.max(1, longest.toMillis()), TimeUnit.MILLISECONDS)) {
                rung.drainPermits();
            }
        }

        @Override
        public void close() {
            bells.computeIfPresent(request, (id, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }
    }

    /** A bell for one request; close it when done. */
    Bell bell(long request) {
        Bell bell = new Bell(request);
        bells.compute(request, (id, all) -> {
            Set<Bell> known = all == null ? ConcurrentHashMap.newKeySet() : all;
            known.add(bell);
            return known;
        });
        return bell;
    }

    /** Rings for each request that these events are about. */
    void committed(List<AccessEvent> events) {
        events.forEach(event -> ring(requestOf(event)));
    }

    /** Rings for all: a person or a key may have gone. */
    void policyChanged() {
        bells.values().forEach(all -> all.forEach(Bell::ring));
    }

    private void ring(long request) {
        bells.getOrDefault(request, Set.of()).forEach(Bell::ring);
    }

    private static long requestOf(AccessEvent event) {
        return switch (event) {
            case RequestEvent.RequestApproved approved -> approved.request();
            case RequestEvent.RequestDenied denied -> denied.request();
            case RequestEvent.RequestWithdrawn withdrawn -> withdrawn.request();
            case RequestEvent.RequestLapsed lapsed -> lapsed.request();
            case GrantEvent.GrantMade made -> made.grant().request();
            case GrantEvent.GrantExtended extended -> extended.request();
            default -> 0;
        };
    }
}
