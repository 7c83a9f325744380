package dev.bastion.ssh;

import java.net.SocketAddress;
import java.nio.channels.AsynchronousSocketChannel;
import org.apache.sshd.common.Factory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2Acceptor;
import org.apache.sshd.common.io.nio2.Nio2Service;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2Session;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.common.util.threads.NoCloseExecutor;

/**
 * Makes MINA's acceptor and connector run on the shared {@link IoGroup}, with {@link SocketSession} as the connection.
 * Thread-safe.
 */
final class SharedIoFactory extends Nio2ServiceFactory {
    private final IoGroup group;

    private SharedIoFactory(FactoryManager manager, IoGroup group) {
        super(manager, new NoCloseExecutor(group.tasks()), new NoCloseExecutor(group.tasks()));
        this.group = group;
    }

    /** The factory's factory, as MINA's managers take it. */
    static IoServiceFactoryFactory on(IoGroup group) {
        return new Maker(group);
    }

    @Override
    public IoConnector createConnector(IoHandler handler) {
        return autowireCreatedService(new TargetConnector(this, getFactoryManager(), handler, group));
    }

    @Override
    public IoAcceptor createAcceptor(IoHandler handler) {
        return autowireCreatedService(new Nio2Acceptor(
                this, getFactoryManager(), handler, group.channels(), new NoCloseExecutor(group.tasks())));
    }

    @Override
    public Nio2Session createSession(
            Nio2Service service, IoHandler handler, AsynchronousSocketChannel socket, SocketAddress acceptedOn)
            throws Throwable {
        return new SocketSession(service, getFactoryManager(), handler, socket, acceptedOn, group.tasks());
    }

    private record Maker(IoGroup group) implements IoServiceFactoryFactory {
        @Override
        public IoServiceFactory create(FactoryManager manager) {
            return new SharedIoFactory(manager, group);
        }

        @Override
        public void setExecutorServiceFactory(Factory<CloseableExecutorService> factory) {
            throw new IllegalStateException("the threads are the group's");
        }
    }
}
