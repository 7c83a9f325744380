package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.AuthorityFileException;
import dev.bastion.certs.Ed25519Key;
import dev.bastion.certs.MalformedKeyException;
import dev.bastion.certs.SshPublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Optional;

/**
 * What a signer that stands apart knows of the bastion that asks it: copies of what is public there. Immutable.
 *
 * @param installation its own name, which approvers sign
 * @param hostKey its own, which alone may be certified for its names
 * @param grantToken by which its grants are believed
 */
public record AskingBastion(Installation installation, SshPublicKey hostKey, PublicKey grantToken) {
    public AskingBastion {
        requireNonNull(installation, "installation is null");
        requireNonNull(hostKey, "hostKey is null");
        requireNonNull(grantToken, "grantToken is null");
    }

    /**
     * Reads the three files.
     *
     * @throws AuthorityFileException if one of them is missing or no such thing
     */
    public static AskingBastion read(Path directory) throws IOException {
        Installation installation = Installation.read(new BastionConfig.Keys(directory, Optional.empty()));
        if (key(directory, KeyFile.GRANT_TOKEN) instanceof Ed25519Key token) {
            return new AskingBastion(installation, key(directory, KeyFile.HOST_KEY), token.jca());
        }
        throw new AuthorityFileException("the bastion's grant-token.pub is no ed25519 key", "copy it from its keys");
    }

    private static SshPublicKey key(Path directory, KeyFile file) throws IOException {
        Path path = directory.resolve(file.file() + ".pub");
        if (!Files.exists(path)) {
            throw new AuthorityFileException(
                    "there is no file \"" + path + "\"", "copy it from the keys of the bastion that is signed for");
        }
        try {
            return SshPublicKey.parseLine(Files.readString(path).strip());
        } catch (MalformedKeyException malformed) {
            throw new AuthorityFileException(
                    "\"%s\" is no public key: %s".formatted(path, malformed.getMessage()),
                    "copy it from the keys of the bastion that is signed for");
        }
    }
}
