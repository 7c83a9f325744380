package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.control.Newcomer;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.AbstractSession;

/**
 * An outer connection whose key is nobody's yet: it may run one command, to sign on, and is closed when that is over or does
 * not come. Until then it counts as one that has not authenticated. Thread-safe.
 */
final class NewcomerConnection {
    /** Why it opens nothing. */
    static final String REFUSAL = "your key is nobody's here yet\nhint: sign on first: ssh bastion login";

    private static final long COMMAND_SECONDS = 30;
    private static final long LAST_WORDS_SECONDS = 1;
    private static final AttributeKey<NewcomerConnection> KEY = new AttributeKey<>();

    private final AbstractSession session;
    private final Newcomer newcomer;
    private final ScheduledExecutorService timer;
    private final AtomicBoolean begun = new AtomicBoolean();

    private NewcomerConnection(AbstractSession session, Newcomer newcomer, ScheduledExecutorService timer) {
        this.session = requireNonNull(session, "session is null");
        this.newcomer = requireNonNull(newcomer, "newcomer is null");
        this.timer = requireNonNull(timer, "timer is null");
    }

    static void begin(AbstractSession session, Newcomer newcomer, ScheduledExecutorService timer) {
        NewcomerConnection connection = new NewcomerConnection(session, newcomer, timer);
        session.setAttribute(KEY, connection);
        ScheduledFuture<?> patience = timer.schedule(connection::cutUnlessBegun, COMMAND_SECONDS, TimeUnit.SECONDS);
        session.addCloseFutureListener(closed -> patience.cancel(false));
    }

    /** The one that a session carries, if its key is nobody's. */
    static Optional<NewcomerConnection> in(Session session) {
        return Optional.ofNullable(session.getAttribute(KEY));
    }

    Newcomer newcomer() {
        return newcomer;
    }

    /** Whether a command may run: the first one. */
    boolean mayBegin() {
        return begun.compareAndSet(false, true);
    }

    /** The command is over, and so is the connection once the client has read how it ended. */
    void ended() {
        timer.schedule(this::cut, LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    }

    private void cutUnlessBegun() {
        if (!begun.get()) {
            cut();
        }
    }

    private void cut() {
        if (session.getIoSession() instanceof SocketSession socket) {
            socket.sever();
        }
    }
}
