package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowIsNeverOverrunTest {
    private static final int RESERVE = 16 << 10;
    private static final int STEPS = 4000;

    /** A source that sends what it was granted, and a sink that reads what it was sent. */
    private static final class Wire {
        private final Random random;
        private final Flow flow = new Flow(RESERVE);
        private final String seed;
        private long sinkWindow;
        private long granted;
        private long inHand;
        private long unread;
        private int arrived;
        private int unpassed;

        Wire(long seed, long window) {
            this.random = new Random(seed);
            this.seed = "seed " + seed;
            this.sinkWindow = window;
            this.granted = flow.opened(window);
        }

        void step() {
            switch (random.nextInt(6)) {
                case 0 -> arrive();
                case 1 -> pass();
                case 2 -> settle();
                case 3 -> say();
                case 4 -> read();
                default -> claim();
            }
            assertTrue(granted + inHand <= sinkWindow, this::toString);
            assertTrue(granted <= Flow.CAP, this::toString);
        }

        private void arrive() {
            if (arrived > 0 || granted == 0) {
                return;
            }
            arrived = (int) Math.min(granted, 1 + random.nextInt(40_000));
            unpassed = arrived;
            granted -= arrived;
            inHand += arrived;
            assertTrue(flow.arrived(arrived), this::toString);
        }

        private void pass() {
            if (unpassed == 0) {
                return;
            }
            int piece = 1 + random.nextInt(unpassed);
            unpassed -= piece;
            inHand -= piece;
            sinkWindow -= piece;
            unread += piece;
            assertTrue(flow.passed(piece), this::toString);
        }

        private void settle() {
            // What was not passed until now is kept back for good.
            inHand -= unpassed;
            flow.settled(arrived);
            arrived = 0;
            unpassed = 0;
        }

        private void say() {
            int words = 1 + random.nextInt(200);
            if (flow.reserved(words)) {
                sinkWindow -= words;
                unread += words;
            }
        }

        private void read() {
            long more = (long) (random.nextDouble() * (unread + 1));
            unread -= more;
            sinkWindow += more;
            assertTrue(flow.widened(more), this::toString);
        }

        private void claim() {
            granted += flow.claim();
        }

        /** Everything is passed and read: the source must be let go on. */
        void mustGoOn() {
            while (unpassed > 0) {
                pass();
            }
            settle();
            sinkWindow += unread;
            assertTrue(flow.widened(unread), this::toString);
            unread = 0;
            claim();
            assertTrue(granted > 0, this::toString);
        }

        @Override
        public String toString() {
            return seed + ": sink " + sinkWindow + " granted " + granted + " in hand " + inHand + " unread " + unread;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 100, 16 << 10, 24_576, 2 << 20, 0xffffffffL})
    void grantsOnlyWhatTheSinkTakesAndNeverStalls(long window) {
        for (int seed = 0; seed < 20; seed++) {
            Wire wire = new Wire(seed, window);
            for (int step = 0; step < STEPS; step++) {
                wire.step();
                if (step % 500 == 499) {
                    wire.mustGoOn();
                }
            }
        }
    }

    @Test
    void keepsRoomForItsOwnWords() {
        Flow flow = new Flow(RESERVE);
        assertEquals((2 << 20) - RESERVE, flow.opened(2 << 20));
        assertTrue(flow.reserved(RESERVE));
        assertFalse(flow.reserved(1));
    }

    @Test
    void takesNoWordsFromTheRoomOfWhatIsInHand() {
        Flow flow = new Flow(0);
        flow.opened(100);
        assertTrue(flow.arrived(100));
        assertFalse(flow.reserved(1));
        assertTrue(flow.passed(100));
    }

    @Test
    void refusesMoreThanWasGranted() {
        Flow flow = new Flow(0);
        flow.opened(100);
        assertTrue(flow.arrived(100));
        assertFalse(flow.arrived(1));
    }

    @Test
    void refusesWindowLargerThanUint32() {
        Flow flow = new Flow(0);
        flow.opened(0xffffffffL);
        assertFalse(flow.widened(1));
    }

    @Test
    void savesPacketsWhileTheSourceHasPlenty() {
        Flow flow = new Flow(0);
        flow.opened(Flow.CAP);
        assertTrue(flow.arrived(1000) && flow.passed(1000));
        flow.settled(1000);
        assertTrue(flow.widened(1000));
        assertEquals(0, flow.claim());
    }
}
