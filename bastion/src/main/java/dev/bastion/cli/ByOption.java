package dev.bastion.cli;

import picocli.CommandLine.Option;

/** Who does it, of those who may on the server. */
final class ByOption {
    @Option(
            names = "--by",
            paramLabel = "PERSON",
            description = "who does it, for the ledger; the user of this process when left out")
    String name = System.getProperty("user.name");

    /** Told apart from a person of the policy who has the same name. */
    String who() {
        return name + " on the server";
    }
}
