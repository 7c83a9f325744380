package dev.bastion.cli;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.Ledgers;
import dev.bastion.recorder.ledger.Finding;
import dev.bastion.store.StoreRebuild;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "rebuild",
        description = "make the tables again from the ledger, which must be sound; the bastion must not run")
final class RebuildCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    ConfigOption config = new ConfigOption();

    RebuildCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        BastionConfig read = config.read(around);
        StoreRebuild.Rebuilt rebuilt =
                new StoreRebuild(Ledgers.database(read), Ledgers.verifier(read), read.data()).run();
        rebuilt.differed().stream().map(Finding::sentence).forEach(around.out()::println);
        around.out()
                .println(
                        rebuilt.differed().isEmpty()
                                ? "the tables said what the ledger says: %d entries".formatted(rebuilt.size())
                                : "the tables were made again from %d entries".formatted(rebuilt.size()));
        return ExitCode.DONE;
    }
}
