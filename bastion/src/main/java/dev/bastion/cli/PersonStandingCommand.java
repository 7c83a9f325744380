package dev.bastion.cli;

import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.Decision;
import dev.bastion.policy.PeopleDesk;
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

    @Mixin
    ByOption by = new ByOption();

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
        Decider<Decision> decider(PeopleDesk desk) {
            return desk.disableHere(by.who(), name, reason);
        }
    }

    @Command(name = "enable", description = "let somebody in again who was disabled; what was ended stays ended")
    static final class Enable extends PersonStandingCommand {
        Enable(Surroundings around) {
            super(around);
        }

        @Override
        Decider<Decision> decider(PeopleDesk desk) {
            return desk.enableHere(by.who(), name, reason);
        }
    }

    abstract Decider<Decision> decider(PeopleDesk desk);

    @Override
    public Integer call() throws IOException {
        try (ServerDesk server = ServerDesk.open(config.read(around), around)) {
            Decision decision = server.decide(decider(server.desk().people()));
            if (decision instanceof Decision.Refused refused) {
                return new RefusedException(refused.sentence(), refused.hint()).tell(around);
            }
            around.out().println(decision.sentence());
            return ExitCode.DONE;
        }
    }
}
