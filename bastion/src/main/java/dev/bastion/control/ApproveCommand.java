package dev.bastion.control;

import dev.bastion.policy.Consent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "approve")
final class ApproveCommand extends ControlCommand {
    @Parameters(paramLabel = "REQUEST", description = "the request, like r-41")
    String id;

    @Option(names = "--for", paramLabel = "LENGTH", description = "for at most so long, where that is less than asked")
    String length;

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            description = "for this one of the targets alone; several with commas, or the option again")
    List<String> targets = List.of();

    @Option(names = "--note", paramLabel = "TEXT", description = "what to tell everybody concerned, kept in the ledger")
    String note = "";

    @Mixin
    CodeOption code = new CodeOption();

    @Override
    Outcome run(Call call) {
        long request = Typed.request(id);
        Consent consent = new Consent(Optional.ofNullable(length).map(Typed::length), targets(), note);
        return Decided.outcome(
                new FactorPrompt(call, code.typed())
                        .through(() -> call.decide(call.context()
                                .desk()
                                .approve(
                                        call.name(),
                                        request,
                                        consent,
                                        call.caller().proofs()))),
                call);
    }

    private Set<String> targets() {
        return Set.copyOf(targets.stream()
                .flatMap(typed -> List.of(typed.split(",", -1)).stream())
                .toList());
    }
}
