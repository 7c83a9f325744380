package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.HostPort;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the bastion answers over HTTP: the section {@code http}. Immutable.
 *
 * @param listen where; port 0 takes a free one
 * @param tls by what it proves itself; without it only on this machine, or in a demo
 */
public record Http(HostPort listen, Optional<Tls> tls) {
    public Http {
        requireNonNull(listen, "listen is null");
        requireNonNull(tls, "tls is null");
    }

    /**
     * PEM files.
     *
     * @param key the private key, not encrypted and for nobody else to read
     * @param certificate its certificate, and those between it and the root
     */
    public record Tls(Path key, Path certificate) {
        public Tls {
            requireNonNull(key, "key is null");
            requireNonNull(certificate, "certificate is null");
        }
    }
}
