package dev.bastion.ssh;

import dev.bastion.policy.Target;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.sshd.client.future.AuthFuture;

/** One connection to a target, from the dial to its end; closing it is always allowed and always safe. Thread-safe. */
final class OnwardDial {
    private final CompletableFuture<OnwardSession> connected = new CompletableFuture<>();
    private final CompletableFuture<DialLimits.Slot> slot = new CompletableFuture<>();

    private OnwardDial(DialLimits limits, String person, Target target, AddressBook addresses, TargetClient client) {
        slot.complete(limits.ask(person, target.name(), () -> dial(target, addresses, client)));
    }

    private OnwardDial() {
        connected.completeExceptionally(new IOException("no grant, no connection"));
    }

    /** Dials as soon as the limits allow. */
    static OnwardDial to(Target target, String person, DialLimits limits, AddressBook addresses, TargetClient client) {
        return new OnwardDial(limits, person, target, addresses, client);
    }

    /** Where there is no grant, nothing is dialled. */
    static OnwardDial none() {
        return new OnwardDial();
    }

    private void dial(Target target, AddressBook addresses, TargetClient client) {
        if (connected.isDone()) {
            release();
            return;
        }
        addresses
                .addressOf(target)
                .thenCompose(address -> client.connect(target, address))
                .whenComplete((session, failure) -> {
                    if (failure != null) {
                        connected.completeExceptionally(failure);
                        release();
                    } else {
                        session.addCloseFutureListener(closed -> release());
                        if (!connected.complete(session)) {
                            session.close(true);
                        }
                    }
                });
    }

    /** The session, once TCP stands. */
    CompletionStage<OnwardSession> connected() {
        return connected;
    }

    /** Logs in with what is for this one connection, and closes it; completes when the target has accepted it. */
    CompletionStage<OnwardSession> authenticate(OnwardSession session, String login, OnwardLogin with) {
        CompletableFuture<OnwardSession> accepted = new CompletableFuture<>();
        try {
            session.setUsername(login);
            session.login(with);
            session.auth().addListener((AuthFuture future) -> {
                session.loggedIn();
                release();
                if (future.isSuccess()) {
                    accepted.complete(session);
                } else {
                    accepted.completeExceptionally(
                            future.getException() == null
                                    ? new IOException("the target did not accept the login")
                                    : future.getException());
                }
            });
        } catch (IOException | RuntimeException e) {
            session.loggedIn();
            accepted.completeExceptionally(e);
        }
        return accepted;
    }

    /** Closes the socket if there is one, with one system call; {@link #close} follows. */
    void cut() {
        OnwardSession session = connected.isCompletedExceptionally() ? null : connected.getNow(null);
        if (session != null) {
            session.cut();
        }
    }

    /** Ends it in whatever state it is. */
    void close() {
        if (connected.completeExceptionally(new IOException("not wanted any more"))) {
            // A connection that is being made counts until it is there and closed again.
            slot.thenAccept(DialLimits.Slot::withdraw);
        } else if (!connected.isCompletedExceptionally()) {
            release();
            connected.thenAccept(session -> session.close(true));
        }
    }

    private void release() {
        slot.thenAccept(DialLimits.Slot::release);
    }
}
