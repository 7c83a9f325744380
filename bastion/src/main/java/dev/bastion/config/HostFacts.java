package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.MalformedKeyException;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.enrol.Joining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What hosts are told, from the files of this bastion as they are at that moment. Holds no secret; thread-safe. */
public final class HostFacts implements Joining.Known {
    private final BastionConfig config;

    public HostFacts(BastionConfig config) {
        this.config = requireNonNull(config, "config is null");
    }

    @Override
    public List<SshPublicKey> authorities() throws IOException {
        Path path = KeyFile.TARGET_CA.in(config.keys()).publicPath();
        try {
            return List.of(SshPublicKey.parseLine(Files.readString(path).strip()));
        } catch (MalformedKeyException malformed) {
            throw new IOException("'%s' is no public key: %s".formatted(path, malformed.getMessage()), malformed);
        }
    }

    @Override
    public Optional<String> revocations() throws IOException {
        // Without a place to fetch the next one from, the first would only grow old.
        return config.http().isPresent() && Files.exists(config.krl())
                ? Optional.of(Base64.getEncoder().encodeToString(Files.readAllBytes(config.krl())))
                : Optional.empty();
    }

    @Override
    public Set<String> ownKeys() throws IOException {
        return OwnPlace.of(config).reservedKeys();
    }
}
