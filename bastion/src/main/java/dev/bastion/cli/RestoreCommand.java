package dev.bastion.cli;

import dev.bastion.backup.Return;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.Ledgers;
import dev.bastion.store.Restoration;
import dev.bastion.store.SqlJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description =
                "lay a backup down, if one is named, and take that older copy of the ledger for the ledger from now on, which ends"
                        + " every grant in it; the bastion must not run")
final class RestoreCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(
            arity = "0..1",
            paramLabel = "BACKUP",
            description = "a directory that bastion backup made; the copy lies in its place already when left out")
    Path backup;

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
        if (backup != null) {
            new Return(read, around.clock()).from(around.path(backup));
        }
        Restoration ended = SqlJournal.acceptRestored(Ledgers.settings(read), around.clock(), by);
        around.out()
                .println("the copy is the ledger now; ended: %d grants, %d requests, %d certificates, %d sessions"
                        .formatted(ended.grants(), ended.requests(), ended.certificates(), ended.sessions()));
        return ExitCode.DONE;
    }
}
