package dev.bastion.ssh;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;

/**
 * The {@code ssh-connection} service (RFC 4254) of one side of a {@link Relay}: it hands each message to the relay and
 * knows nothing of channels. MINA's own channels are not used here: they lose terminal modes, signals, breaks and the
 * order of answers.
 */
final class RelayService extends AbstractCloseable implements Service {
    private static final AttributeKey<Handler> HANDLER = new AttributeKey<>();

    /** What takes the messages of one side. */
    @FunctionalInterface
    interface Handler {
        void message(int message, Buffer packet) throws IOException;
    }

    private final AbstractSession session;
    private final Map<String, Object> properties = new ConcurrentHashMap<>(1);
    private volatile boolean broken;

    private RelayService(AbstractSession session) {
        this.session = session;
    }

    /** Makes the service for connections that {@link #attach} was called for. */
    static ServiceFactory factory() {
        return new Maker(session -> new RelayService((AbstractSession) session));
    }

    /** Says who takes this connection's messages; before its authentication succeeds. */
    static void attach(AbstractSession session, Handler handler) {
        session.setAttribute(HANDLER, handler);
    }

    static boolean attached(AbstractSession session) {
        return session.getAttribute(HANDLER) != null;
    }

    @Override
    public void start() {
        // The relay begins with the first message.
    }

    @Override
    public void process(int cmd, Buffer buffer) throws Exception {
        Handler handler = session.getAttribute(HANDLER);
        if (handler == null || !session.isAuthenticated()) {
            throw new IOException("message " + cmd + " before the relay is there");
        }
        if (broken) {
            return;
        }
        try {
            handler.message(cmd, buffer);
        } catch (BrokenProtocolException e) {
            // The session ends by itself. Thrown on, this would close the connection before its last words have left.
            broken = true;
        }
    }

    @Override
    public Session getSession() {
        return session;
    }

    @Override
    public Map<String, Object> getProperties() {
        return properties;
    }

    private record Maker(Function<Session, Service> make) implements ServiceFactory {
        @Override
        public Service create(Session session) {
            return make.apply(session);
        }

        @Override
        public String getName() {
            return "ssh-connection";
        }
    }
}
