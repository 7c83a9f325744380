package dev.bastion.config;

import dev.bastion.certs.AuthorityFile;
import java.nio.file.Path;

/**
 * The authority of real hosts: what certifies their own keys, so that a target need not be pinned. It is none of the
 * bastion's three, no bastion that runs ever reads it, and clients who trust faces do not trust it. Its file lies beside the
 * keys, or on another machine altogether.
 */
public final class HostAuthority {
    private static final String FILE = "real-host-ca";

    private HostAuthority() {}

    /** The file as the configuration says: encrypted where there is a passphrase, so that a plain one is refused. */
    public static AuthorityFile in(BastionConfig.Keys keys) {
        Path path = keys.directory().resolve(FILE);
        return keys.passphrase()
                .map(secret -> new AuthorityFile(path, secret.chars()))
                .orElseGet(() -> new AuthorityFile(path));
    }
}
