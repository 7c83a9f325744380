package dev.bastion.notify;

import dev.bastion.policy.text.HostPort;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A connection to a mail server that ends after a time and after so many bytes of answers, whatever the server does: a
 * time-out of single reads alone would let it drip for ever, and an answer without an end fill the memory. It bears the
 * server's configured name, which TLS is held against. For one thread.
 */
final class MailSocket extends Socket {
    static final int MOST_BYTES = 256 * 1024;

    private final String host;
    private final long end;
    private int read;

    private MailSocket(String host, Duration longest) {
        this.host = host;
        this.end = System.nanoTime() + longest.toNanos();
    }

    /** Connected already; the time counts from here. */
    static MailSocket connected(HostPort server, Duration longest) throws IOException {
        MailSocket socket = new MailSocket(server.host(), longest);
        try {
            socket.connect(new InetSocketAddress(InetAddress.getByName(server.host()), server.port()), socket.left());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public InetAddress getInetAddress() {
        try {
            InetAddress address = super.getInetAddress();
            return address == null ? null : InetAddress.getByAddress(host, address.getAddress());
        } catch (IOException impossible) {
            throw new IllegalStateException("an address is none", impossible);
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Bounded(super.getInputStream());
    }

    private int left() throws SocketTimeoutException {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("the mail server takes too long");
        }
        return Math.toIntExact(millis);
    }

    private final class Bounded extends FilterInputStream {
        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            setSoTimeout(left());
            return counted(super.read(), 1);
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            setSoTimeout(left());
            int count = super.read(to, offset, length);
            return counted(count, count);
        }

        private int counted(int result, int bytes) throws IOException {
            read += Math.max(0, bytes);
            if (read > MOST_BYTES) {
                throw new UndeliveredException("it answers without an end");
            }
            return result;
        }
    }
}
