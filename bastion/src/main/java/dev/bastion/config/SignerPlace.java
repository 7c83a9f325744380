package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.HostPort;
import java.nio.file.Path;

/** Where a signer that stands apart is asked, by whichever of the two asks or answers there. Immutable. */
public sealed interface SignerPlace {

    /** A socket on the same machine; the system says who connects. */
    record OnSocket(Path path) implements SignerPlace {
        public OnSocket {
            requireNonNull(path, "path is null");
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * Across a network, where both prove themselves by TLS.
     *
     * @param address where the signer listens, and under which name its certificate is looked at
     * @param key the private key of whoever reads this, in PEM, for the owner alone
     * @param certificate its certificate, and those between it and the root
     * @param trusted the certificate of the authority that certified the other, or the other's own
     */
    record OverTls(HostPort address, Path key, Path certificate, Path trusted) implements SignerPlace {
        public OverTls {
            requireNonNull(address, "address is null");
            requireNonNull(key, "key is null");
            requireNonNull(certificate, "certificate is null");
            requireNonNull(trusted, "trusted is null");
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }
}
