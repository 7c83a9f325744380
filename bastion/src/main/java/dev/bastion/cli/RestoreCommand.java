package dev.bastion.cli;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.Ledgers;
import dev.bastion.store.Restoration;
import dev.bastion.store.SqlJournal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "restore",
        description =
                "take an older copy of the ledger for the ledger from now on, which ends every grant in it; the bastion must not run")
final class RestoreCommand implements Callable<Integer> {
    private final Surroundings around;

    @Option(names = "--accept", required = true, description = "yes: what was given or taken away since then is lost")
    @SuppressWarnings("UnusedVariable") // picocli insists on it, which is all that it is for
    boolean accept;

    @Option(
            names = "--by",
            paramLabel = "PERSON",
            description = "who accepts it, for the ledger; the user of this process when left out")
    String by = System.getProperty("user.name");

    @Mixin
    ConfigOption config = new ConfigOption();

    RestoreCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        BastionConfig read = config.read(around);
        Restoration ended = SqlJournal.acceptRestored(Ledgers.settings(read), around.clock(), by);
        around.out()
                .println("the copy is the ledger now; ended: %d grants, %d requests, %d certificates, %d sessions"
                        .formatted(ended.grants(), ended.requests(), ended.certificates(), ended.sessions()));
        return ExitCode.DONE;
    }
}
