package dev.bastion.control;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "approve")
final class ApproveCommand extends ControlCommand {
    @Parameters(paramLabel = "REQUEST", description = "the request, like r-41")
    String id;

    @Override
    Outcome run(Call call) {
        return Decided.outcome(call.decide(call.context().desk().approve(call.name(), Typed.request(id))), call);
    }
}
