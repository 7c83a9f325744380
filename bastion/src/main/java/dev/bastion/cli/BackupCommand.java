package dev.bastion.cli;

import dev.bastion.backup.Backup;
import dev.bastion.config.BastionConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description =
                "copy ledger, encrypted keys and configuration into a new directory, which bastion restore takes; may run beside"
                        + " serve")
final class BackupCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "DIRECTORY", description = "where to; must not be there")
    Path directory;

    @Option(names = "--recordings", description = "copy the recordings too")
    boolean recordings;

    @Mixin
    ConfigOption config = new ConfigOption();

    BackupCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        BastionConfig read = config.read(around);
        Path to = around.path(directory);
        Backup.Made made = new Backup(read).into(to, recordings);
        made.entries()
                .ifPresentOrElse(
                        entries -> around.out()
                                .println("backed up into '%s': a sound ledger of %d entries".formatted(to, entries)),
                        () -> {
                            around.out().println("backed up into '%s': no ledger".formatted(to));
                            around.say("the ledger is in PostgreSQL and not in this backup");
                            around.hint("pg_dump --format=custom --file=ledger.dump, beside it and at the same time");
                        });
        if (recordings) {
            around.out().println("with the recordings of %d sessions".formatted(made.recordings()));
        }
        made.leftOut().forEach(name -> around.say("not in it, for it is not encrypted: keys/" + name));
        if (!made.leftOut().isEmpty()) {
            around.hint("keep these elsewhere: without tree-head and grant-token no ledger can be restored");
        }
        return ExitCode.DONE;
    }
}
