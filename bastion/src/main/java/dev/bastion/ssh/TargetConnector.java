package dev.bastion.ssh;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.DefaultIoConnectFuture;
import org.apache.sshd.common.io.IoConnectFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.nio2.Nio2CompletionHandler;
import org.apache.sshd.common.io.nio2.Nio2Connector;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.util.threads.NoCloseExecutor;

/**
 * Connects to targets without holding a thread while the network thinks about it.
 *
 * <p>MINA's connector parks a pool thread for each attempt, so that a handful of unreachable hosts would keep everybody
 * from connecting. Thread-safe.
 */
final class TargetConnector extends Nio2Connector {
    /** How long a target may take to answer the TCP connection. */
    static final long CONNECT_SECONDS = 10;

    private final IoGroup group;

    TargetConnector(Nio2ServiceFactory factory, FactoryManager manager, IoHandler handler, IoGroup group) {
        super(factory, manager, handler, group.channels(), new NoCloseExecutor(group.tasks()));
        this.group = group;
    }

    @Override
    public IoConnectFuture connect(SocketAddress address, AttributeRepository context, SocketAddress localAddress) {
        IoConnectFuture future = new DefaultIoConnectFuture(address, null);
        try {
            AsynchronousSocketChannel socket = setSocketOptions(AsynchronousSocketChannel.open(getChannelGroup()));
            if (localAddress != null) {
                socket.bind(localAddress);
            }
            attempt(address, context, future, socket);
        } catch (IOException | RuntimeException e) {
            future.setException(e);
        }
        return future;
    }

    private void attempt(
            SocketAddress address,
            AttributeRepository context,
            IoConnectFuture future,
            AsynchronousSocketChannel socket) {
        AtomicBoolean settled = new AtomicBoolean();
        Nio2CompletionHandler<Void, Object> made =
                createConnectionCompletionHandler(future, socket, context, propertyResolver, getIoHandler());
        ScheduledFuture<?> timeout = group.timer()
                .schedule(
                        () -> {
                            if (settled.compareAndSet(false, true)) {
                                closeQuietly(socket);
                                future.setException(new ConnectException(
                                        "no answer from " + address + " within " + CONNECT_SECONDS + " s"));
                            }
                        },
                        CONNECT_SECONDS,
                        TimeUnit.SECONDS);
        socket.connect(address, null, new Nio2CompletionHandler<Void, Object>() {
            @Override
            protected void onCompleted(Void result, Object attachment) {
                if (settled.compareAndSet(false, true)) {
                    timeout.cancel(false);
                    complete(made, attachment);
                }
            }

            @Override
            protected void onFailed(Throwable cause, Object attachment) {
                if (settled.compareAndSet(false, true)) {
                    timeout.cancel(false);
                    closeQuietly(socket);
                    made.failed(cause, attachment);
                }
            }
        });
    }

    /** Where the client was closed in this very moment, MINA closes the connection that was made, and throws. */
    private void complete(Nio2CompletionHandler<Void, Object> made, Object attachment) {
        try {
            made.completed(null, attachment);
        } catch (CancellationException e) {
            log.debug("a connection was made that nobody waits for any more");
        }
    }

    private void closeQuietly(AsynchronousSocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("a socket that never connected was not closed cleanly: {}", e.toString());
        }
    }
}
