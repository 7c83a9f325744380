package dev.bastion.ssh;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;

/** A service that hands every message above the transport to a {@link Peer}, whichever protocol it belongs to. */
final class RawService extends AbstractCloseable implements Service {
    private final AbstractSession session;
    private final Peer peer;
    private final Map<String, Object> properties = new ConcurrentHashMap<>();

    private RawService(AbstractSession session, Peer peer) {
        this.session = session;
        this.peer = peer;
    }

    static ServiceFactory factory(String name, Function<AbstractSession, Peer> peers) {
        return new Maker(name, peers);
    }

    @Override
    public void start() {
        peer.ready();
    }

    @Override
    public void process(int number, Buffer content) {
        peer.received(number, content);
    }

    @Override
    public Session getSession() {
        return session;
    }

    @Override
    public Map<String, Object> getProperties() {
        return properties;
    }

    private record Maker(String name, Function<AbstractSession, Peer> peers) implements ServiceFactory {
        @Override
        public Service create(Session session) {
            AbstractSession made = (AbstractSession) session;
            return new RawService(made, peers.apply(made));
        }

        @Override
        public String getName() {
            return name;
        }
    }
}
