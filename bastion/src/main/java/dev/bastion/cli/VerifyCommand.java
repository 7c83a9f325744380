package dev.bastion.cli;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.Ledgers;
import dev.bastion.recorder.RecordingStore;
import dev.bastion.recorder.ledger.Verification;
import dev.bastion.report.RecordingFault;
import dev.bastion.report.RecordingsCheck;
import dev.bastion.store.StoreLock;
import dev.bastion.store.StoreVerifier;
import java.io.IOException;
import java.util.List;
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
        boolean before = StoreLock.isHeld(read.data());
        StoreVerifier.Looked looked = new StoreVerifier(Ledgers.database(read), Ledgers.verifier(read)).look();
        boolean ledger = ledger(looked.verification());
        UnsignedIntents.explained(looked.state(), around.clock().instant()).forEach(around.out()::println);
        // What a bastion has open that came or went meanwhile is nobody's fault.
        boolean running = before || StoreLock.isHeld(read.data());
        List<RecordingFault> faults =
                new RecordingsCheck(new RecordingStore(read.recordings().directory()), running).faults(looked.state());
        faults.forEach(fault -> around.out().println(fault.sentence()));
        if (faults.isEmpty()) {
            around.out()
                    .println("the recordings are whole: %d sessions"
                            .formatted(looked.state().sessions().size()));
            int deleted = looked.state().deletions().size();
            if (deleted > 0) {
                around.out().println("of them deleted under retention: " + deleted);
            }
        }
        return ledger && faults.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private boolean ledger(Verification verification) {
        return switch (verification) {
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
