package dev.bastion.control;

import dev.bastion.certs.ApprovalProof;
import dev.bastion.policy.Consent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "approve")
final class ApproveCommand extends ControlCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "REQUEST",
            description = "the request, like r-41; left out where the user name is that of a request")
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

    @Option(names = "--text", description = "print the request as ssh-keygen -Y sign signs it, and approve nothing")
    boolean text;

    @Option(
            names = "--signature",
            description = "read from standard input what ssh-keygen -Y sign -n " + ApprovalProof.NAMESPACE
                    + " made of that text")
    boolean signature;

    @Mixin
    CodeOption code = new CodeOption();

    @Override
    Outcome run(Call call) {
        SignedApproval signed = new SignedApproval(call);
        if (id == null && call.caller().approval().isEmpty()) {
            throw new UsageException("REQUEST is missing", "ssh bastion requests --pending");
        }
        OptionalLong named = id == null ? signed.named() : OptionalLong.of(Typed.request(id));
        if (named.isEmpty()) {
            return Outcome.notFound(
                    "request with the digest of that user name that waits", "ssh bastion requests --pending");
        }
        long request = named.getAsLong();
        if (text) {
            return signed.text(request);
        }
        SignedApproval.Given given = signed.given(request, signature);
        if (given.refused().isPresent()) {
            return given.refused().get();
        }
        Consent consent = new Consent(Optional.ofNullable(length).map(Typed::length), targets(), note);
        return Decided.outcome(
                new FactorPrompt(call, code.typed())
                        .through(() -> call.decide(call.context()
                                .desk()
                                .approve(
                                        call.name(),
                                        request,
                                        consent,
                                        call.caller().proofs(),
                                        given.proof()))),
                call);
    }

    private Set<String> targets() {
        return Set.copyOf(targets.stream()
                .flatMap(typed -> List.of(typed.split(",", -1)).stream())
                .toList());
    }
}
