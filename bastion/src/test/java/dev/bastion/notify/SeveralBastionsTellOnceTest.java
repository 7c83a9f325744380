package dev.bastion.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.TestHouse;
import dev.bastion.store.Claims;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
        };
        try (Hook hook = new Hook();
                ToldHouse told = new ToldHouse(ToldHouse.webhook(hook.url()), house, slow)) {
            told.asks("because", "INC-1");

            ToldHouse.until(() -> hook.unread() == 1, "it is told in the end");
            assertEquals(4, asked.get());
        }
    }

    @Test
    void whatIsLostAtTheStopIsWritten() throws Exception {
        String nobody = "http://127.0.0.1:" + closedPort() + "/hook";
        try (ToldHouse told = new ToldHouse(ToldHouse.webhook(nobody), house)) {
            told.asks("because", "INC-1");
            told.asks("because", "INC-2");
        }

        List<BastionEvent.NoticesLost> lost = house.state().noticesLost();
        assertEquals(1, lost.size(), lost::toString);
        assertEquals(2, lost.getFirst().count());
        assertEquals(house.clock.instant(), lost.getFirst().at());
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

    private static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
