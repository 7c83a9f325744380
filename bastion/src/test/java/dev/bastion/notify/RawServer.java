package dev.bastion.notify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A server on loopback that says whatever a test has it say. Closing it ends each conversation. */
final class RawServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger conversations = new AtomicInteger();
    private final AtomicInteger cutOff = new AtomicInteger();

    /** One conversation. */
    interface Talk {
        void with(Socket client) throws IOException, InterruptedException;
    }

    RawServer(Talk talk) throws IOException {
        threads.execute(() -> accept(talk));
    }

    private void accept(Talk talk) {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                threads.execute(() -> talk(talk, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void talk(Talk talk, Socket client) {
        conversations.incrementAndGet();
        try (client) {
            talk.with(client);
        } catch (IOException left) {
            cutOff.incrementAndGet();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    int conversations() {
        return conversations.get();
    }

    /** How many conversations the client ended in the middle. */
    int cutOff() {
        return cutOff.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : open) {
            client.close();
        }
        threads.shutdownNow();
    }

    /** The pace of a peer that says a little at a time, and never all. */
    static void drip() {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
}
