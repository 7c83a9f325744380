package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Holds the policy in force: what the text says, with those who are signed on. Safe to use from any thread; {@code
 * holder::current} is what the desk asks.
 */
public final class PolicyHolder {

    private final List<Consumer<AccessPolicy>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock changing = new ReentrantLock();
    private AccessPolicy written;
    private Set<SignOn> signOns = Set.of();
    private volatile AccessPolicy current;

    public PolicyHolder(AccessPolicy first) {
        this.written = requireNonNull(first, "first is null");
        this.current = first;
    }

    public AccessPolicy current() {
        return current;
    }

    /** Puts another text in force and tells the listeners, on this thread. */
    public void replace(AccessPolicy next) {
        requireNonNull(next, "next is null");
        changing.lock();
        try {
            written = next;
            current = next.with(signOns);
        } finally {
            changing.unlock();
        }
        tell();
    }

    /** Says who is signed on from now on and tells the listeners where that is news, on this thread. */
    public void signedOn(Set<SignOn> now) {
        Set<SignOn> next = Set.copyOf(now);
        changing.lock();
        try {
            if (next.equals(signOns)) {
                return;
            }
            signOns = next;
            current = written.with(next);
        } finally {
            changing.unlock();
        }
        tell();
    }

    /** Outside the lock: a listener may wait for somebody who wants it. */
    private void tell() {
        AccessPolicy now = current;
        listeners.forEach(listener -> listener.accept(now));
    }

    /** Is told of each policy after it came in force. */
    public void onChange(Consumer<AccessPolicy> listener) {
        listeners.add(requireNonNull(listener, "listener is null"));
    }
}
