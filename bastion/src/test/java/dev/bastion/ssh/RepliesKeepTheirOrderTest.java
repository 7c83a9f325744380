package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.ssh.Replies.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RepliesKeepTheirOrderTest {
    private final Replies replies = new Replies();

    @Test
    void refusesAtOnceWhenNothingWaits() {
        assertTrue(replies.refuseNow());
        assertEquals(List.of(), replies.answered());
    }

    @Test
    void keepsRefusalBehindWhatWasAskedBefore() {
        replies.expect(Kind.PASS);
        assertFalse(replies.refuseNow());
        assertFalse(replies.refuseNow());
        replies.expect(Kind.START_DROP);
        assertEquals(List.of(Kind.PASS, Kind.REFUSED_HERE, Kind.REFUSED_HERE), replies.answered());
        assertEquals(List.of(Kind.START_DROP), replies.answered());
        assertEquals(List.of(), replies.answered());
    }

    @Test
    void answersEveryRequestOnceInItsOrder() {
        Random random = new Random(7);
        List<Integer> asked = new ArrayList<>();
        List<Integer> heard = new ArrayList<>();
        Deque<Integer> far = new ArrayDeque<>();
        Deque<Integer> near = new ArrayDeque<>();
        for (int number = 0; number < 10_000; number++) {
            if (random.nextBoolean() && !replies.full()) {
                asked.add(number);
                if (random.nextBoolean()) {
                    replies.expect(Kind.PASS);
                    far.add(number);
                } else if (replies.refuseNow()) {
                    heard.add(number);
                } else {
                    near.add(number);
                }
            } else if (!far.isEmpty()) {
                heard(heard, far, near);
            }
        }
        while (!far.isEmpty()) {
            heard(heard, far, near);
        }
        assertEquals(asked, heard);
    }

    private void heard(List<Integer> heard, Deque<Integer> far, Deque<Integer> near) {
        for (Kind kind : replies.answered()) {
            heard.add(kind == Kind.REFUSED_HERE ? near.poll() : far.poll());
        }
    }

    @Test
    void isFullAtItsLimit() {
        for (int count = 0; count < Replies.LIMIT; count++) {
            assertFalse(replies.full());
            replies.expect(Kind.PASS);
        }
        assertTrue(replies.full());
    }
}
