package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Holds the policy in force. Safe to use from any thread; {@code holder::current} is what the desk asks. */
public final class PolicyHolder {

    private final List<Consumer<AccessPolicy>> listeners = new CopyOnWriteArrayList<>();
    private volatile AccessPolicy current;

    public PolicyHolder(AccessPolicy first) {
        this.current = requireNonNull(first, "first is null");
    }

    public AccessPolicy current() {
        return current;
    }

    /** Puts another policy in force and tells the listeners, on this thread. */
    public void replace(AccessPolicy next) {
        current = requireNonNull(next, "next is null");
        listeners.forEach(listener -> listener.accept(next));
    }

    /** Is told of each policy after it came in force. */
    public void onChange(Consumer<AccessPolicy> listener) {
        listeners.add(requireNonNull(listener, "listener is null"));
    }
}
