package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.SshPublicKey;
import dev.bastion.enrol.Joining;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What hosts are told, from the keys of this bastion as they are at that moment. Holds no secret; thread-safe. */
public final class HostFacts implements Joining.Known {
    private final BastionConfig config;
    private final Supplier<List<SshPublicKey>> authorities;

    /**
     * Facts.
     *
     * @param authorities the keys of the target authority that hosts should have now
     */
    public HostFacts(BastionConfig config, Supplier<List<SshPublicKey>> authorities) {
        this.config = requireNonNull(config, "config is null");
        this.authorities = requireNonNull(authorities, "authorities is null");
    }

    @Override
    public List<SshPublicKey> authorities() {
        return authorities.get();
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
