package dev.bastion.cli;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.Installation;
import dev.bastion.config.KeyFile;
import dev.bastion.config.Ledgers;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.Decision;
import dev.bastion.policy.GrantTokenSigner;
import dev.bastion.store.SqlJournal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shuts a person out or lets them in again, by whoever rules the server; a bastion that runs acts on it within a second. */
abstract class PersonStandingCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "NAME", description = "whom")
    String name;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the ledger")
    String reason;

    @Option(
            names = "--by",
            paramLabel = "PERSON",
            description = "who does it, for the ledger; the user of this process when left out")
    String by = System.getProperty("user.name");

    @Mixin
    ConfigOption config = new ConfigOption();

    PersonStandingCommand(Surroundings around) {
        this.around = around;
    }

    @Command(
            name = "disable",
            description = "shut somebody out: every grant, session and certificate of theirs ends now")
    static final class Disable extends PersonStandingCommand {
        Disable(Surroundings around) {
            super(around);
        }

        @Override
        Decider<Decision> decider(AccessDesk desk) {
            return desk.people().disableHere(who(), name, reason);
        }
    }

    @Command(name = "enable", description = "let somebody in again who was disabled; what was ended stays ended")
    static final class Enable extends PersonStandingCommand {
        Enable(Surroundings around) {
            super(around);
        }

        @Override
        Decider<Decision> decider(AccessDesk desk) {
            return desk.people().enableHere(who(), name, reason);
        }
    }

    abstract Decider<Decision> decider(AccessDesk desk);

    /** Told apart from a person of the policy who has the same name. */
    String who() {
        return by + " on the server";
    }

    @Override
    public Integer call() throws IOException {
        BastionConfig read = config.read(around);
        Decision decision = decided(read, decider(desk(read)));
        if (decision instanceof Decision.Refused refused) {
            around.say(refused.sentence());
            around.hint(refused.hint());
            return ExitCode.REFUSED;
        }
        around.out().println(decision.sentence());
        return ExitCode.DONE;
    }

    private AccessDesk desk(BastionConfig read) throws IOException {
        AccessPolicy policy = ConfigOption.policy(read);
        GrantTokenSigner signer = new GrantTokenSigner(
                KeyFile.GRANT_TOKEN.in(read.keys()).load().jca().getPrivate(),
                Installation.read(read.keys()).issuer(),
                around.clock());
        return new AccessDesk(() -> policy, signer, around.clock());
    }

    private Decision decided(BastionConfig read, Decider<Decision> decider) throws IOException {
        try (SqlJournal journal = SqlJournal.openBeside(Ledgers.settings(read), around.clock())) {
            return journal.submit(decider).toCompletableFuture().join();
        }
    }
}
