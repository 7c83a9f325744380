package dev.bastion.signer;

import dev.bastion.config.SignerPlace;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;

/** Where a signer listens. One thread waits at it; another may close it, which ends that. */
interface SignerDoor extends Closeable {

    /**
     * The next who connects; still to be opened, which says who it is.
     *
     * @throws IOException if that failed, or the door was closed
     */
    SignerLink accept() throws IOException;

    boolean isOpen();

    /**
     * Listens.
     *
     * @param client who may come in
     * @throws IOException if the place is taken, or the files for TLS cannot be used
     */
    static SignerDoor at(SignerPlace place, String client, Clock clock) throws IOException {
        return switch (place) {
            case SignerPlace.OnSocket socket -> new SocketDoor(socket.path(), client);
            case SignerPlace.OverTls secured -> new TlsDoor(secured.address(), new MutualTls(secured, clock), client);
        };
    }
}
