package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;

/**
 * Where to listen, as written.
 *
 * @param host an address or a name
 * @param port 0 (any free one) to 65535
 */
public record HostPort(String host, int port) {
    public HostPort {
        requireNonNull(host, "host is null");
        if (host.isBlank()) {
            throw new IllegalArgumentException("the host is empty");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port %d is not between 0 and 65535".formatted(port));
        }
    }

    /** The socket address, resolved now. */
    public InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[%s]:%d".formatted(host, port) : "%s:%d".formatted(host, port);
    }
}
