package dev.bastion.ssh;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.server.ServerFactoryManager;

/** The server's end of an outer connection; it tells once that it is no newcomer any more. */
final class OuterSession extends OneLoginSession {
    private final AtomicBoolean settled = new AtomicBoolean();
    private final Runnable onSettled;

    OuterSession(ServerFactoryManager manager, IoSession io, Runnable onSettled) throws Exception {
        super(manager, io);
        this.onSettled = onSettled;
        addCloseFutureListener(closed -> settle());
    }

    @Override
    public void setAuthenticated() throws java.io.IOException {
        super.setAuthenticated();
        settle();
    }

    private void settle() {
        if (settled.compareAndSet(false, true)) {
            onSettled.run();
        }
    }
}
