package dev.bastion.control;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "deny")
final class DenyCommand extends ControlCommand {
    @Parameters(paramLabel = "REQUEST", description = "the request, like r-41")
    String id;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the person who asked")
    String reason;

    @Override
    Outcome run(Call call) {
        return Decided.outcome(call.decide(call.context().desk().deny(call.name(), Typed.request(id), reason)), call);
    }
}
