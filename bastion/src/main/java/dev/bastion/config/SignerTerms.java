package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.AuthorityFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A signer that stands apart, as either of the two has it in its configuration. Immutable.
 *
 * @param place where it is asked
 * @param bastion for the signer: the directory with the public halves of the bastion that asks
 * @param client for the signer: who asks, by the system's user, its own when empty, or over TLS by the name in the
 *     certificate, which is always there
 * @param perMinute for the signer: how many signatures it gives in a minute
 */
public record SignerTerms(SignerPlace place, Optional<Path> bastion, Optional<String> client, int perMinute) {
    public SignerTerms {
        requireNonNull(place, "place is null");
        requireNonNull(bastion, "bastion is null");
        requireNonNull(client, "client is null");
        if (perMinute < 1) {
            throw new IllegalArgumentException("perMinute is not positive");
        }
    }

    /** Whether it is the signer that has these. */
    public boolean isSigners() {
        return bastion.isPresent();
    }

    /**
     * Looks that a bastion whose signer stands apart has none of what the signer should have alone.
     *
     * @throws AuthorityFileException if a key of an authority lies among its keys
     */
    public static void requireKeysElsewhere(BastionConfig.Keys keys) throws IOException {
        List<String> files = KeyFile.ofAuthorities(keys.directory());
        if (!files.isEmpty()) {
            throw new AuthorityFileException(
                    "the key \"%s\" of an authority lies here, and a signer that stands apart should have it"
                            .formatted(keys.directory().resolve(files.getFirst())),
                    "move it to the keys of the signer, with its .pub, or leave 'signer' out of bastion.yaml");
        }
    }
}
