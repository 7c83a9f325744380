package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BacklogWakesThoseWhoWaitTest {
    private final Deque<Runnable> woken = new ArrayDeque<>();
    private final BacklogCounter backlog = new BacklogCounter(woken::add);

    @Test
    void wakesOnceWhenLessThanTheMarkWaits() {
        backlog.added(100);
        backlog.whenBelow(50, () -> {});
        backlog.removed(50);
        assertEquals(0, woken.size());
        backlog.removed(1);
        backlog.removed(49);
        assertEquals(1, woken.size());
        assertEquals(0, backlog.waiting());
    }

    @Test
    void wakesAtOnceButElsewhereWhenThatIsSoAlready() {
        boolean[] ran = new boolean[1];
        backlog.whenBelow(1, () -> ran[0] = true);
        assertEquals(1, woken.size());
        assertEquals(false, ran[0]);
        woken.pop().run();
        assertTrue(ran[0]);
    }

    @Test
    void wakesEachAtItsOwnMark() {
        backlog.added(100);
        backlog.whenBelow(90, () -> {});
        backlog.whenBelow(10, () -> {});
        backlog.removed(20);
        assertEquals(1, woken.size());
        backlog.removed(75);
        assertEquals(2, woken.size());
    }

    @Test
    void saysWhenMoreWaitsThanAnyReaderLeaves() {
        assertTrue(backlog.added(512L << 20));
        assertFalse(backlog.added(1));
        backlog.removed(1);
        backlog.removed(512L << 20);
        for (int packet = 0; packet < 500_000; packet++) {
            assertTrue(backlog.added(1));
        }
        assertFalse(backlog.added(1));
    }

    @Test
    void missesNobodyWhileBytesGoAway() throws InterruptedException {
        int rounds = 20_000;
        CountDownLatch all = new CountDownLatch(rounds);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            BacklogCounter shared = new BacklogCounter(Runnable::run);
            for (int round = 0; round < rounds; round++) {
                shared.added(1);
                threads.execute(() -> shared.removed(1));
                shared.whenBelow(1, all::countDown);
            }
            assertTrue(all.await(10, TimeUnit.SECONDS));
        }
    }
}
