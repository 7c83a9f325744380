package dev.bastion.control;

import dev.bastion.policy.Decision;
import dev.bastion.policy.Wish;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "break-glass")
final class BreakGlassCommand extends ControlCommand {
    @Parameters(arity = "1..*", paramLabel = "TARGET", description = "what to work on")
    List<String> targets;

    @Option(
            names = "--login",
            paramLabel = "LOGIN",
            description = "the account on the target; may be left out where only one is open")
    String login;

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

    @Option(names = "--ticket", paramLabel = "TICKET", description = "the ticket, where there is one already")
    String ticket;

    @Mixin
    CodeOption code = new CodeOption();

    @Override
    Outcome run(Call call) {
        Wish wish = new Wish(
                targets,
                Optional.ofNullable(login),
                Optional.ofNullable(length).map(Typed::length),
                reason,
                Optional.ofNullable(ticket),
                Set.of());
        Decision decision = new FactorPrompt(call, code.typed())
                .through(() -> call.decide(call.context()
                        .desk()
                        .breakGlass(call.name(), wish, call.caller().proofs())));
        Outcome broken = Decided.outcome(decision, call);
        return broken instanceof Outcome.Answered answer ? answer.hint(CertCommand.HINT) : broken;
    }
}
