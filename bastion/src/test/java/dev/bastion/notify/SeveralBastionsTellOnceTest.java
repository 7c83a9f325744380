package dev.bastion.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bastion.policy.TestHouse;
import dev.bastion.store.Claims;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SeveralBastionsTellOnceTest {
    private static final int NOTICES = 12;

    private final TestHouse house = new TestHouse(ToldHouse.policy());

    /** What the bastions share. */
    private static final class Shared {
        private static final String DONE = "done";

        private final Map<String, String> owners = new ConcurrentHashMap<>();
        private final AtomicInteger told = new AtomicInteger();

        Claims of(String bastion) {
            return new Claims() {
                @Override
                public Claim take(String what) {
                    String owner = owners.computeIfAbsent(what, first -> bastion);
                    if (owner.equals(DONE)) {
                        return Claim.DONE;
                    }
                    return owner.equals(bastion) ? Claim.OURS : Claim.THEIRS;
                }

                @Override
                public void done(String what) {
                    told.incrementAndGet();
                    owners.put(what, DONE);
                }

                @Override
                public Set<String> settled() {
                    return Set.of();
                }

                @Override
                public Optional<Instant> knownSince(String receiver) {
                    return Optional.empty();
                }
            };
        }
    }

    /** A post whose answer was late is posted again under the same id, so that it is successes which are counted. */
    @Test
    void eachNoticeIsToldOnceThoughBothLearnOfIt() throws Exception {
        Shared shared = new Shared();
        try (Hook hook = new Hook()) {
            try (ToldHouse one = new ToldHouse(ToldHouse.webhook(hook.url()), house, shared.of("one"));
                    ToldHouse other = new ToldHouse(ToldHouse.webhook(hook.url()), house, shared.of("other"))) {
                for (int i = 0; i < NOTICES; i++) {
                    one.asks("because", "INC-" + i);
                }
                ToldHouse.until(() -> shared.told.get() >= NOTICES, "all are told");
                assertEquals(List.of(0L), other.notifications.dropped());
            }
            assertEquals(NOTICES, shared.told.get());
        }
    }

    @Test
    void whatADeadBastionHeldIsToldByAnother() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Claims slow = new Claims() {
            @Override
            public Claim take(String what) {
                return asked.incrementAndGet() < 4 ? Claim.THEIRS : Claim.OURS;
            }

            @Override
            public void done(String what) {}

            @Override
            public Set<String> settled() {
                return Set.of();
            }

            @Override
            public Optional<Instant> knownSince(String receiver) {
                return Optional.empty();
            }
        };
        try (Hook hook = new Hook();
                ToldHouse told = new ToldHouse(ToldHouse.webhook(hook.url()), house, slow)) {
            told.asks("because", "INC-1");

            ToldHouse.until(() -> hook.unread() == 1, "it is told in the end");
            assertEquals(4, asked.get());
        }
    }

    @Test
    void whereNothingIsLostNothingIsWritten() throws Exception {
        try (Hook hook = new Hook()) {
            try (ToldHouse told = new ToldHouse(ToldHouse.webhook(hook.url()), house)) {
                told.asks("because", "INC-1");
                ToldHouse.until(() -> hook.unread() == 1, "it is told");
                house.clock.forward(Duration.ofMinutes(1));
            }
        }
        assertEquals(List.of(), house.state().noticesLost());
    }
}
