package dev.bastion;

import dev.bastion.config.BastionConfig;

/** Names that are derived from the configuration and must not change once something was signed under them. */
final class Names {
    private Names() {}

    /** The origin of the ledger's checkpoints (tlog-checkpoint): a URL without scheme. */
    static String ledger(BastionConfig config) {
        return config.names().getFirst() + "/ledger";
    }

    /** The issuer in grant tokens. */
    static String issuer(BastionConfig config) {
        return config.names().getFirst();
    }

    static String version() {
        String version = Bastion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
