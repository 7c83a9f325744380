package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A signer that stands apart, as either of the two has it in its configuration. Immutable.
 *
 * @param socket where it is asked
 * @param bastion for the signer: the directory with the public halves of the bastion that asks
 * @param client for the signer: the system's user who asks; its own when empty
 * @param perMinute for the signer: how many signatures it gives in a minute
 */
public record SignerTerms(Path socket, Optional<Path> bastion, Optional<String> client, int perMinute) {
    public SignerTerms {
        requireNonNull(socket, "socket is null");
        requireNonNull(bastion, "bastion is null");
        requireNonNull(client, "client is null");
        if (perMinute < 1) {
            throw new IllegalArgumentException("perMinute is not positive");
        }
    }
}
