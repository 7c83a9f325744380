package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A port of the network; who connects proves itself by TLS, which is no matter of whoever waits here. */
final class TlsDoor implements SignerDoor {
    private static final int WAITING = 64;

    private final ServerSocket server = new ServerSocket();
    private final MutualTls tls;
    private final String client;

    TlsDoor(HostPort address, MutualTls tls, String client) throws IOException {
        this.tls = requireNonNull(tls, "tls is null");
        this.client = requireNonNull(client, "client is null");
        try {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(address.host(), address.port()), WAITING);
        } catch (IOException e) {
            server.close();
            throw new IOException(
                    "signer.address: nothing can be answered at '%s': %s".formatted(address, e.getMessage()), e);
        }
    }

    @Override
    public SignerLink accept() throws IOException {
        return TlsLink.from(server.accept(), tls, client);
    }

    @Override
    public boolean isOpen() {
        return !server.isClosed();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
