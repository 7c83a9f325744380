package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/** Over a socket of the system, which says who is at its other end (SO_PEERCRED). */
final class SocketLink implements SignerLink {
    private final SocketChannel channel;
    private final Optional<Path> to;
    private final Optional<String> from;

    private SocketLink(SocketChannel channel, Optional<Path> to, Optional<String> from) {
        this.channel = requireNonNull(channel, "channel is null");
        this.to = to;
        this.from = from;
    }

    /** To a signer. */
    static SocketLink to(Path socket) throws IOException {
        return new SocketLink(SocketChannel.open(StandardProtocolFamily.UNIX), Optional.of(socket), Optional.empty());
    }

    /**
     * From whoever connected.
     *
     * @param user who it should be
     */
    static SocketLink from(SocketChannel connected, String user) {
        return new SocketLink(connected, Optional.empty(), Optional.of(user));
    }

    @Override
    public String open() throws IOException {
        if (to.isPresent()) {
            channel.connect(UnixDomainSocketAddress.of(to.get()));
        }
        String user =
                channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        if (from.isPresent() && !from.get().equals(user)) {
            throw new StrangerException("it serves the system's user '%s', not '%s'".formatted(from.get(), user));
        }
        return "user " + user;
    }

    @Override
    public DataInputStream in() {
        return new DataInputStream(Channels.newInputStream(channel));
    }

    @Override
    public DataOutputStream out() {
        return new DataOutputStream(Channels.newOutputStream(channel));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
