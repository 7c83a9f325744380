package dev.bastion.cli;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.Ledgers;
import dev.bastion.recorder.ledger.Verification;
import dev.bastion.store.StoreVerifier;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "verify",
        description =
                "look through ledger and recordings for anything changed, removed, moved or inserted; may run beside serve")
final class VerifyCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    ConfigOption config = new ConfigOption();

    VerifyCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        BastionConfig read = config.read(around);
        boolean ledger = ledger(read);
        return ledger ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private boolean ledger(BastionConfig read) throws IOException {
        return switch (new StoreVerifier(Ledgers.database(read), Ledgers.verifier(read)).verify()) {
            case Verification.Sound sound -> {
                around.out().println("the ledger is sound: %d entries".formatted(sound.size()));
                yield true;
            }
            case Verification.Damaged damaged -> {
                around.out().print(damaged.report());
                yield false;
            }
        };
    }
}
