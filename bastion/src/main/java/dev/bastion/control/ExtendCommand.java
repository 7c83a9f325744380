package dev.bastion.control;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    CodeOption code = new CodeOption();

    @Override
    Outcome run(Call call) {
        long grant = Typed.grant(id);
        Duration more = Typed.length(length);
        return Decided.outcome(
                new FactorPrompt(call, code.typed())
                        .through(() -> call.decide(call.context()
                                .desk()
                                .extend(
                                        call.name(),
                                        grant,
                                        more,
                                        reason,
                                        call.caller().proofs()))),
                call);
    }
}
