package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A socket of the system, for its owner and its group; what a signer before left there is taken away. */
final class SocketDoor implements SignerDoor {
    private final ServerSocketChannel server;
    private final String client;

    SocketDoor(Path socket, String client) throws IOException {
        this.client = requireNonNull(client, "client is null");
        Files.deleteIfExists(socket);
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public SignerLink accept() throws IOException {
        return SocketLink.from(server.accept(), client);
    }

    @Override
    public boolean isOpen() {
        return server.isOpen();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
