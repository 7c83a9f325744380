package dev.bastion.control;

import dev.bastion.policy.Ids;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "kill")
final class KillCommand extends ControlCommand {
    @Parameters(paramLabel = "SESSION", description = "the live session, like s-41")
    String id;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the person in it")
    String reason;

    @Override
    Outcome run(Call call) {
        long session = Typed.session(id);
        if (!call.context().live().kill(session, call.name(), reason)) {
            return Outcome.notFound("live session " + Ids.session(session), "ssh bastion sessions");
        }
        return Outcome.answer(
                Json.object().put("session", Ids.session(session)).put("killed", true),
                Page.of("%s was ended".formatted(Ids.session(session))));
    }
}
