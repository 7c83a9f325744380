package dev.bastion.control;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "withdraw")
final class WithdrawCommand extends ControlCommand {
    @Parameters(paramLabel = "REQUEST", description = "the request, like r-41")
    String id;

    @Override
    Outcome run(Call call) {
        return Decided.outcome(call.decide(call.context().desk().withdraw(call.name(), Typed.request(id))), call);
    }
}
