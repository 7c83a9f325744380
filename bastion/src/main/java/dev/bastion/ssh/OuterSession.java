package dev.bastion.ssh;

import dev.bastion.policy.text.Durations;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.server.ServerFactoryManager;

/** The server's end of an outer connection; it tells once that it is no newcomer any more, and ends when its peer is gone. */
final class OuterSession extends OneLoginSession {
    private final AtomicBoolean settled = new AtomicBoolean();
    private final Keepalive keepalive;
    private final Runnable onSettled;

    OuterSession(ServerFactoryManager manager, IoSession io, Keepalive keepalive, Runnable onSettled) throws Exception {
        super(manager, io);
        this.keepalive = keepalive;
        this.onSettled = onSettled;
        addCloseFutureListener(closed -> settle());
    }

    @Override
    public void setAuthenticated() throws java.io.IOException {
        super.setAuthenticated();
        keepalive.watch(this, this::lost);
        // Who is nobody here yet counts as a newcomer until the connection is gone.
        if (NewcomerConnection.in(this).isEmpty()) {
            settle();
        }
    }

    private void lost() {
        log.info("{} has not answered for {}, and is cut off", this, Durations.text(keepalive.patience()));
        ((SocketSession) getIoSession()).sever();
        // What stood on the connection takes locks: never on the thread that looks at the others.
        Thread.ofVirtual().name("lost").start(() -> close(true));
    }

    private void settle() {
        if (settled.compareAndSet(false, true)) {
            onSettled.run();
        }
    }
}
