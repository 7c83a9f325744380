package dev.bastion.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxIsBoundedTest {
    private static final Patience LITTLE =
            new Patience(Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofHours(6));

    private final AtomicLong nanos = new AtomicLong();
    private final Queue<String> arrived = new ConcurrentLinkedQueue<>();
    private final CountDownLatch open = new CountDownLatch(1);

    private Outbox outbox() {
        return new Outbox("a receiver", LITTLE, new Random(1), nanos::get);
    }

    private Delivery delivery(String id, long bytes) {
        return new Delivery(id, bytes, () -> {
            open.await();
            arrived.add(id);
        });
    }

    @Test
    void oldestGivesWayToTheNewestInNumber() throws InterruptedException {
        try (LogLines log = new LogLines();
                Outbox outbox = outbox()) {
            outbox.add(delivery("on its way", 1), Duration.ZERO);
            ToldHouse.until(() -> outbox.count().waiting() == 0, "the first is on its way");
            IntStream.range(0, Outbox.MOST + 2).forEach(i -> outbox.add(delivery("n-" + i, 1), Duration.ZERO));
            assertEquals(Outbox.MOST, outbox.count().waiting());
            assertEquals(2, outbox.count().dropped());
            assertTrue(log.say("a receiver was not told of n-1: too many wait; 2 dropped since the start"), log.all());
            open.countDown();
            ToldHouse.until(() -> outbox.count().waiting() == 0, "all arrive");
            assertEquals("on its way", arrived.poll());
            assertEquals("n-2", arrived.poll());
        }
    }

    @Test
    void oldestGivesWayToTheNewestInBytes() throws InterruptedException {
        try (Outbox outbox = outbox()) {
            outbox.add(delivery("on its way", 1), Duration.ZERO);
            ToldHouse.until(() -> outbox.count().waiting() == 0, "the first is on its way");
            long third = Outbox.MOST_BYTES / 3;
            IntStream.range(0, 5).forEach(i -> outbox.add(delivery("n-" + i, third), Duration.ZERO));
            assertEquals(3, outbox.count().waiting());
            assertEquals(2, outbox.count().dropped());
            open.countDown();
            ToldHouse.until(() -> outbox.count().delivered() == 4, "what has room arrives");
        }
    }

    @Test
    void whatCannotArriveHoldsUpNothingElseAndIsGivenUpAtLast() throws InterruptedException {
        try (LogLines log = new LogLines();
                Outbox outbox = outbox()) {
            outbox.add(
                    new Delivery("poison", 1, () -> {
                        throw new IOException("no");
                    }),
                    Duration.ZERO);
            open.countDown();
            outbox.add(delivery("n-1", 1), Duration.ZERO);
            outbox.add(delivery("n-2", 1), Duration.ZERO);
            ToldHouse.until(() -> outbox.count().delivered() == 2, "the others arrive");
            nanos.set(Duration.ofHours(5).toNanos());
            assertEquals(0, outbox.count().dropped());
            nanos.set(Duration.ofHours(6).toNanos() + 1);
            ToldHouse.until(() -> outbox.count().dropped() == 1, "it is given up");
            assertTrue(log.say("a receiver was not told of poison: IOException: no"), log.all());
            assertEquals(0, outbox.count().waiting());
        }
    }

    @Test
    void waitsGrowAndDifferAndHaveAnEnd() {
        Random random = new Random(1);
        for (int failures = 1; failures < 100; failures++) {
            Duration wait = Patience.USUAL.wait(failures, random);
            Duration whole = Duration.ofSeconds(Math.min(300, 1L << Math.min(failures - 1, 20)));
            assertTrue(wait.compareTo(whole) <= 0 && wait.compareTo(whole.dividedBy(2)) >= 0, wait + " of " + whole);
        }
        assertTrue(Patience.USUAL.all().compareTo(Duration.ofHours(1)) > 0);
    }

    @Test
    void whatIsTooOldIsNotTriedAndSaidToBeGivenUp() throws InterruptedException {
        AtomicInteger givenUp = new AtomicInteger();
        try (Outbox outbox = outbox()) {
            Delivery late = delivery("late", 1);
            outbox.add(
                    new Delivery(late.id(), late.bytes(), late.attempt(), givenUp::incrementAndGet),
                    Patience.USUAL.all().plusSeconds(1));
            assertEquals(1, outbox.count().dropped());
            assertEquals(1, givenUp.get());
            assertEquals(0, outbox.count().waiting());
        }
        assertTrue(arrived.isEmpty());
    }

    @Test
    void closingWaitsForNoReceiverForLong() throws InterruptedException {
        Outbox outbox = outbox();
        outbox.add(delivery("never", 1), Duration.ZERO);
        outbox.add(delivery("neither", 1), Duration.ZERO);
        long begin = System.nanoTime();
        outbox.close();
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(10).toNanos());
        assertTrue(arrived.isEmpty());
    }
}
