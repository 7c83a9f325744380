package dev.bastion.control;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "unhold")
final class UnholdCommand extends ControlCommand {
    @Parameters(paramLabel = "GRANT|SESSION", description = "what is held, like g-41 or s-41")
    String id;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the ledger")
    String reason;

    @Override
    Outcome run(Call call) {
        return Decided.outcome(
                call.decide(call.context().desk().afterwards().liftHold(call.name(), Typed.held(id), reason)), call);
    }
}
