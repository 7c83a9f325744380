package dev.bastion.ssh;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.session.helpers.AbstractSession;

/**
 * The session identifiers (RFC 4253 section 7.2) of all who are connected to this bastion. A signature over one of them logs
 * somebody in here, whoever asked for it. Thread-safe.
 */
final class OpenLogins {
    private final Set<ByteBuffer> identifiers = ConcurrentHashMap.newKeySet();

    /** A client may prove its keys on this connection, until it closes. */
    void begun(AbstractSession session) {
        ByteBuffer identifier = ByteBuffer.wrap(session.getSessionId().clone());
        identifiers.add(identifier);
        session.addCloseFutureListener(closed -> identifiers.remove(identifier));
    }

    boolean has(ByteBuffer identifier) {
        return identifiers.contains(identifier);
    }
}
