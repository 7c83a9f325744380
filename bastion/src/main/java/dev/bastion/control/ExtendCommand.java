package dev.bastion.control;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "extend")
final class ExtendCommand extends ControlCommand {
    @Parameters(paramLabel = "GRANT", description = "the grant, like g-41")
    String id;

    @Option(names = "--for", required = true, paramLabel = "LENGTH", description = "how much longer, like 30m")
    String length;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, in every word up to the next option")
    String reason = "";

    @Override
    Outcome run(Call call) {
        return Decided.outcome(
                call.decide(call.context().desk().extend(call.name(), Typed.grant(id), Typed.length(length), reason)),
                call);
    }
}
