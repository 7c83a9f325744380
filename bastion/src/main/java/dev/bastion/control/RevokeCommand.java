package dev.bastion.control;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "revoke")
final class RevokeCommand extends ControlCommand {
    @Parameters(paramLabel = "GRANT", description = "the grant, like g-41")
    String id;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the person in it")
    String reason;

    @Override
    Outcome run(Call call) {
        return TakingAway.run(call, call.context().desk().revoke(call.name(), Typed.grant(id), reason));
    }
}
