package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.rule.Destination;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Where a client wants the target to connect to: what a {@code direct-tcpip} opening names (RFC 4254 section 7.2). Where the
 * client says that the connection came from is nothing that anybody could check, and is dropped. Immutable.
 *
 * @param host in its one canonical form
 * @param port 1 to 65535
 */
record Forward(String host, int port) {
    static final String TYPE = "direct-tcpip";

    private static final int MOST_BYTES = 255;
    private static final int MOST_PORT = 65535;

    Forward {
        requireNonNull(host, "host is null");
    }

    /** What is left of the opening behind its windows; nothing where it names no host and port that could be one. */
    static Optional<Forward> read(Buffer opening) {
        byte[] typed = opening.getBytes();
        long port = opening.getUInt();
        if (typed.length > MOST_BYTES || port < 1 || port > MOST_PORT) {
            return Optional.empty();
        }
        return Destination.canonical(new String(typed, StandardCharsets.ISO_8859_1))
                .map(host -> new Forward(host, (int) port));
    }

    /** As rules write it. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
