package dev.bastion.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bastion.config.Notices;
import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.TestHouse;
import dev.bastion.store.Claims;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class WhatWasNotToldIsToldAfterTheStartTest {
    private final TestHouse house = new TestHouse(ToldHouse.policy());
    private final Remembered remembered = new Remembered();

    /** What outlives a bastion. */
    private final class Remembered implements Claims {
        private final Set<String> done = ConcurrentHashMap.newKeySet();
        private final Map<String, Instant> receivers = new HashMap<>();

        @Override
        public Claim take(String what) {
            return done.contains(what) ? Claim.DONE : Claim.OURS;
        }

        @Override
        public void done(String what) {
            done.add(what);
        }

        @Override
        public Set<String> settled() {
            return Set.copyOf(done);
        }

        @Override
        public Optional<Instant> knownSince(String receiver) {
            return Optional.ofNullable(receivers.putIfAbsent(receiver, house.clock.instant()));
        }
    }

    @Test
    void onceAndUnderTheSameId() throws Exception {
        int port = closedPort();
        try (ToldHouse told = at(port)) {
            told.asks("because", "INC-1");
            told.asks("because", "INC-2");
        }
        assertEquals(List.of(), house.state().noticesLost(), "what waits is not lost");
        house.clock.forward(Duration.ofMinutes(30));

        try (Hook hook = new Hook(port)) {
            try (ToldHouse told = at(port)) {
                assertEquals(
                        "bastion-example-1a2b3c4d:request-waits:r-1",
                        hook.next().id());
                assertEquals(
                        "bastion-example-1a2b3c4d:request-waits:r-2",
                        hook.next().id());
                ToldHouse.until(() -> remembered.done.size() == 2, "both are told");
                assertEquals(List.of(0L), told.notifications.dropped());
            }
            try (ToldHouse told = at(port)) {
                told.asks("because", "INC-3");
                assertEquals(
                        "bastion-example-1a2b3c4d:request-waits:r-3",
                        hook.next().id(),
                        "the others were told");
            }
        }
    }

    @Test
    void whatIsTooOldIsCountedOnce() throws Exception {
        int port = closedPort();
        try (ToldHouse told = at(port)) {
            told.asks("because", "INC-1");
            told.asks("because", "INC-2");
        }
        house.clock.forward(ToldHouse.QUICK.patience().all().plusSeconds(1));
        for (int start = 0; start < 2; start++) {
            try (ToldHouse told = at(port)) {
                assertEquals(List.of(start == 0 ? 2L : 0L), told.notifications.dropped());
            }
        }
        List<BastionEvent.NoticesLost> lost = house.state().noticesLost();
        assertEquals(1, lost.size(), lost::toString);
        assertEquals(2, lost.getFirst().count());
    }

    /** Whoever is configured today is told of what waits, and of nothing that is over. */
    @Test
    void whoIsNewIsToldWhatWaitsAlone() throws Exception {
        try (ToldHouse told = at(closedPort())) {
            told.asks("because", "INC-1");
            told.house.decide(told.house.desk.deny("bob", 1, "no"));
            told.asks("because", "INC-2");
        }
        try (Hook hook = new Hook();
                ToldHouse told = new ToldHouse(ToldHouse.webhook(hook.url()), house, remembered)) {
            assertEquals(
                    "bastion-example-1a2b3c4d:request-waits:r-2", hook.next().id());
            told.asks("because", "INC-3");
            assertEquals(
                    "bastion-example-1a2b3c4d:request-waits:r-3", hook.next().id());
        }
    }

    /** Two addresses at one place are two receivers. */
    @Test
    void oneReceiverDoesNotStandForAnotherAtTheSameHost() throws Exception {
        try (Hook hook = new Hook();
                ToldHouse told = new ToldHouse(
                        new Notices(
                                List.of(
                                        ToldHouse.webhook(hook.url()).webhooks().getFirst(),
                                        ToldHouse.webhook(hook.url() + "/other")
                                                .webhooks()
                                                .getFirst()),
                                List.of(),
                                Optional.empty()),
                        house,
                        remembered)) {
            told.asks("because", "INC-1");
            Set<String> paths = new HashSet<>();
            paths.add(hook.next().path());
            paths.add(hook.next().path());
            assertEquals(Set.of("/hook", "/hook/other"), paths);
        }
    }

    private ToldHouse at(int port) {
        return new ToldHouse(ToldHouse.webhook("http://127.0.0.1:" + port + "/hook"), house, remembered);
    }

    private static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
