package dev.bastion.control;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "release")
final class ReleaseCommand extends ControlCommand {
    @Parameters(paramLabel = "GRANT", description = "the grant, like g-41")
    String id;

    @Override
    Outcome run(Call call) {
        return TakingAway.run(call, call.context().desk().release(call.name(), Typed.grant(id)));
    }
}
