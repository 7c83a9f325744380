package dev.bastion.cli;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.Ledgers;
import dev.bastion.policy.AccessState;
import dev.bastion.store.StoreVerifier;
import dev.bastion.store.StoredRevocations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** What the ledger says, for commands that change nothing; may be beside a bastion that runs. */
final class LedgerLook {
    private static final String SQLITE = "jdbc:sqlite:";

    private LedgerLook() {}

    /** The fingerprints of what is revoked for good; none before anybody has served. */
    static Set<String> revokedKeys(BastionConfig config) {
        return isThere(config) ? StoredRevocations.keys(Ledgers.database(config)) : Set.of();
    }

    private static boolean isThere(BastionConfig config) {
        String url = config.database().url();
        return !url.startsWith(SQLITE) || Files.exists(Path.of(url.substring(SQLITE.length())));
    }

    /** Nothing before anybody has served: looking for a ledger must not make one, which might then be root's. */
    static Optional<AccessState> at(BastionConfig config) throws IOException {
        return isThere(config)
                ? Optional.of(new StoreVerifier(Ledgers.database(config), Ledgers.verifier(config))
                        .look()
                        .state())
                : Optional.empty();
    }
}
