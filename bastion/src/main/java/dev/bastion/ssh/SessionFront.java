package dev.bastion.ssh;

import org.apache.sshd.common.session.helpers.AbstractSession;

/**
 * The client's side of a live session, and how it is severed: in a tunnel, the outer connection goes too when nothing
 * else lives on it.
 */
record SessionFront(AbstractSession session, Backlog backlog, Runnable sever) {
    static SessionFront inside(InnerSession inner) {
        TunnelIoSession tunnel = inner.tunnel();
        return new SessionFront(inner, tunnel, () -> {
            OuterConnection outer = tunnel.channel().outer();
            if (outer.onlyHas(tunnel.channel())) {
                outer.sever();
            }
            inner.close(true);
        });
    }

    static SessionFront direct(AbstractSession outer) {
        SocketSession socket = (SocketSession) outer.getIoSession();
        return new SessionFront(outer, socket, () -> {
            socket.sever();
            outer.close(true);
        });
    }

    Relay.Side side() {
        return new Relay.Side(session, backlog);
    }
}
