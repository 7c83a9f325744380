package dev.bastion.cli;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.Ledgers;
import dev.bastion.policy.AccessState;
import dev.bastion.store.StoreVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the ledger says, for commands that change nothing; may be beside a bastion that runs. */
final class LedgerLook {
    private static final String SQLITE = "jdbc:sqlite:";

    private LedgerLook() {}

    /** Nothing before anybody has served: looking for a ledger must not make one, which might then be root's. */
    static Optional<AccessState> at(BastionConfig config) throws IOException {
        String url = config.database().url();
        boolean there = !url.startsWith(SQLITE) || Files.exists(Path.of(url.substring(SQLITE.length())));
        return there
                ? Optional.of(new StoreVerifier(Ledgers.database(config), Ledgers.verifier(config))
                        .look()
                        .state())
                : Optional.empty();
    }
}
