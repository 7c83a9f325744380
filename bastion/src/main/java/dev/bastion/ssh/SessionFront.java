package dev.bastion.ssh;

import org.apache.sshd.common.session.helpers.AbstractSession;

/**
 * The client's side of a live session, and how it ends: {@code cut} closes the socket where nothing else lives on it, at
 * once and with one system call; {@code tidy} takes down what stood on it and may take its time.
 */
record SessionFront(AbstractSession session, Backlog backlog, Runnable cut, Runnable tidy) {
    static SessionFront inside(InnerSession inner) {
        TunnelIoSession tunnel = inner.tunnel();
        OuterConnection outer = tunnel.channel().outer();
        return new SessionFront(
                inner,
                tunnel,
                () -> {
                    if (outer.onlyHas(tunnel.channel())) {
                        outer.cut();
                    }
                },
                () -> {
                    if (outer.onlyHas(tunnel.channel())) {
                        outer.session().close(true);
                    }
                    inner.close(true);
                });
    }

    static SessionFront direct(AbstractSession outer) {
        SocketSession socket = (SocketSession) outer.getIoSession();
        return new SessionFront(outer, socket, socket::sever, () -> outer.close(true));
    }

    Relay.Side side() {
        return new Relay.Side(session, backlog);
    }
}
