package dev.bastion.ssh;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.AbstractSession;

/** An authenticated outer connection: whose it is and what lives on it. Thread-safe. */
final class OuterConnection {
    /** Tunnels that one connection may hold at one time. */
    static final int TUNNELS = 64;

    private static final int REFUSALS_KEPT = 16;
    private static final AttributeKey<OuterConnection> KEY = new AttributeKey<>();

    private final AbstractSession session;
    private final Identity identity;
    private final Set<Channel> living = ConcurrentHashMap.newKeySet();
    private final Map<Long, String> refusals = new ConcurrentHashMap<>();

    OuterConnection(AbstractSession session, Identity identity) {
        this.session = session;
        this.identity = identity;
        session.setAttribute(KEY, this);
    }

    static OuterConnection of(Session session) {
        OuterConnection connection = session.getAttribute(KEY);
        if (connection == null) {
            throw new IllegalStateException("a channel was asked for before authentication");
        }
        return connection;
    }

    /** The connection that a session carries; none before authentication. */
    static Optional<OuterConnection> in(Session session) {
        return Optional.ofNullable(session.getAttribute(KEY));
    }

    Identity identity() {
        return identity;
    }

    AbstractSession session() {
        return session;
    }

    boolean tunnelOpened(TunnelChannel tunnel) {
        living.add(tunnel);
        return living.size() <= TUNNELS;
    }

    void tunnelClosed(TunnelChannel tunnel) {
        living.remove(tunnel);
    }

    void commandOpened(Channel command) {
        living.add(command);
    }

    void commandClosed(Channel command) {
        living.remove(command);
    }

    /** Whether nothing lives on it but this tunnel. */
    boolean onlyHas(TunnelChannel tunnel) {
        return living.stream().allMatch(channel -> channel == tunnel);
    }

    /** Keeps the sentence of a refused channel for the message that MINA is about to send without it. */
    void openRefused(long theirChannel, String sentence) {
        if (refusals.size() < REFUSALS_KEPT) {
            refusals.put(theirChannel, sentence);
        }
    }

    String refusalText(long theirChannel, String otherwise) {
        String sentence = refusals.remove(theirChannel);
        return sentence == null ? otherwise : sentence;
    }

    /** Closes the socket: no byte passes from here on. */
    void cut() {
        if (session.getIoSession() instanceof SocketSession socket) {
            socket.sever();
        }
    }
}
