package dev.bastion.ssh;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds back connections to targets that are not authenticated yet: at most 8 a person and 4 a target at one time. More
 * wait their turn, so that nobody can exhaust a target's sshd (its MaxStartups is 10) by opening tunnels. Of a target's
 * places one person holds 3 at the most, so that one who lets theirs stand until the login time is over keeps nobody else
 * out. Thread-safe.
 */
final class DialLimits {
    private static final int A_PERSON = 8;
    private static final int A_TARGET = 4;
    private static final int A_PERSON_AT_A_TARGET = 3;

    private record At(String person, String target) {}

    private record Waiting(String person, String target, Slot slot, Runnable dial) {}

    /** The right to one connection that is being made; given back once. */
    final class Slot {
        private final String person;
        private final String target;
        private final AtomicBoolean given = new AtomicBoolean();
        private final AtomicBoolean returned = new AtomicBoolean();

        private Slot(String person, String target) {
            this.person = person;
            this.target = target;
        }

        /** Gives up a turn that has not come; what is being dialled already keeps its place until it has ended. */
        void withdraw() {
            boolean dialled;
            synchronized (DialLimits.this) {
                dialled = given.get();
            }
            if (!dialled) {
                release();
            }
        }

        /** The connection is authenticated or gone. */
        void release() {
            if (returned.compareAndSet(false, true)) {
                next(this);
            }
        }
    }

    private final Executor executor;
    private final Map<String, Integer> people = new HashMap<>();
    private final Map<String, Integer> targets = new HashMap<>();
    private final Map<At, Integer> peopleAtTargets = new HashMap<>();
    private final Deque<Waiting> queue = new ArrayDeque<>();

    DialLimits(Executor executor) {
        this.executor = executor;
    }

    /** Runs {@code dial} now or when there is room. */
    Slot ask(String person, String target, Runnable dial) {
        Slot slot = new Slot(person, target);
        synchronized (this) {
            queue.add(new Waiting(person, target, slot, dial));
        }
        next(null);
        return slot;
    }

    private void next(Slot done) {
        List<Runnable> due = new ArrayList<>();
        synchronized (this) {
            if (done != null && done.given.get()) {
                count(done.person, done.target, -1);
            }
            queue.removeIf(waiting -> waiting.slot().returned.get() || take(waiting, due));
        }
        due.forEach(executor::execute);
    }

    private boolean take(Waiting waiting, List<Runnable> due) {
        if (people.getOrDefault(waiting.person(), 0) >= A_PERSON
                || targets.getOrDefault(waiting.target(), 0) >= A_TARGET
                || peopleAtTargets.getOrDefault(new At(waiting.person(), waiting.target()), 0)
                        >= A_PERSON_AT_A_TARGET) {
            return false;
        }
        count(waiting.person(), waiting.target(), 1);
        waiting.slot().given.set(true);
        due.add(waiting.dial());
        return true;
    }

    private void count(String person, String target, int more) {
        people.merge(person, more, DialLimits::sumOrNone);
        targets.merge(target, more, DialLimits::sumOrNone);
        peopleAtTargets.merge(new At(person, target), more, DialLimits::sumOrNone);
    }

    private static Integer sumOrNone(Integer a, Integer b) {
        return a + b == 0 ? null : a + b;
    }
}
