package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import dev.bastion.config.SignerPlace;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** The way from a bastion to its signer. Thread-safe. */
final class SignerRoute {
    private final SignerPlace place;
    private final Optional<MutualTls> tls;

    /**
     * A way.
     *
     * @throws IOException if the files for TLS cannot be used
     */
    SignerRoute(SignerPlace place, Clock clock) throws IOException {
        this.place = requireNonNull(place, "place is null");
        this.tls = place instanceof SignerPlace.OverTls secured
                ? Optional.of(new MutualTls(secured, clock))
                : Optional.empty();
    }

    /** A connection that is still to be opened. */
    SignerLink link() throws IOException {
        return switch (place) {
            case SignerPlace.OnSocket socket -> SocketLink.to(socket.path());
            case SignerPlace.OverTls secured -> TlsLink.to(secured.address(), tls.orElseThrow());
        };
    }

    @Override
    public String toString() {
        return place.toString();
    }
}
