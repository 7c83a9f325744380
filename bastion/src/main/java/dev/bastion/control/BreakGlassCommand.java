package dev.bastion.control;

import dev.bastion.policy.Decision;
import dev.bastion.policy.Wish;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "break-glass")
final class BreakGlassCommand extends ControlCommand {
    @Mixin
    WishOptions wish = new WishOptions();

    @Option(
            names = "--for",
            paramLabel = "LENGTH",
            description = "how long, like 20m; the most that the rule gives in an emergency when left out")
    String length;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "what the emergency is, for everybody who is told and for the review")
    String reason;

    @Mixin
    CodeOption code = new CodeOption();

    @Override
    Outcome run(Call call) {
        Wish wanted = wish.wish(length, reason, Set.of());
        Decision decision = new FactorPrompt(call, code.typed())
                .through(() -> call.decide(call.context()
                        .desk()
                        .breakGlass(call.name(), wanted, call.caller().proofs())));
        Outcome broken = Decided.outcome(decision, call);
        return broken instanceof Outcome.Answered answer ? answer.hint(CertCommand.HINT) : broken;
    }
}
