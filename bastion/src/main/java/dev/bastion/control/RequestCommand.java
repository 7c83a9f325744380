package dev.bastion.control;

import dev.bastion.policy.Decision;
import dev.bastion.policy.Wish;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "request")
final class RequestCommand extends ControlCommand {
    @Mixin
    WishOptions wish = new WishOptions();

    @Option(
            names = "--for",
            paramLabel = "LENGTH",
            description = "how long, like 45m or 2h; the rule's default when left out")
    String length;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, in every word up to the next option")
    String reason = "";

    @Option(
            names = "--permit",
            paramLabel = "PERMIT",
            description =
                    "only this: shell, exec, sftp-read, sftp-write, forward, agent; several with commas; all that the rule gives when"
                            + " left out")
    List<String> permits = List.of();

    @Option(names = "--wait", description = "stay until it is decided, then print the certificate")
    boolean waits;

    @Mixin
    CodeOption code = new CodeOption();

    @Override
    Outcome run(Call call) {
        Wish wanted = wish.wish(length, reason, Typed.permits(permits));
        Decision decision = new FactorPrompt(call, code.typed())
                .through(() -> call.decide(call.context()
                        .desk()
                        .request(call.name(), wanted, call.caller().proofs())));
        Outcome asked = Decided.outcome(decision, call);
        return waits ? new Waiting(call).certificate(decision, asked) : hinted(decision, asked);
    }

    private static Outcome hinted(Decision decision, Outcome asked) {
        return asked instanceof Outcome.Answered answer && decision instanceof Decision.GrantGiven
                ? answer.hint(CertCommand.HINT)
                : asked;
    }
}
