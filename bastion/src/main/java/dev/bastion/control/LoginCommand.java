package dev.bastion.control;

import dev.bastion.policy.SignOn;
import dev.bastion.signon.SignOnDesk;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "login")
final class LoginCommand extends ControlCommand {
    @Option(names = "--again", description = "sign on anew although you are, for the whole time from now on")
    boolean again;

    @Override
    Outcome run(Call call) {
        Optional<SignOn> signOn = SignOnView.of(call);
        if (signOn.isEmpty()) {
            return Outcome.answer(
                    Json.object().put("person", call.name()).putNull("sign_on"),
                    Page.of("you are %s by access.yaml, and need not sign on".formatted(call.name())));
        }
        return again ? again(call) : standing(call, signOn.get());
    }

    private static Outcome standing(Call call, SignOn signOn) {
        return Outcome.answer(
                        Json.object().set("sign_on", SignOnView.json(signOn)),
                        Page.of("you are signed on as %s until %s"
                                .formatted(signOn.person(), call.wording().moment(signOn.until()))))
                .hint("ssh %s login --again".formatted(call.context().profile().name()));
    }

    private static Outcome again(Call call) {
        Optional<SignOnDesk> desk = call.context().signOn();
        return call.caller()
                .provenKey()
                .flatMap(key -> desk.map(open -> new SigningOn(open, call.channel())
                        .by(key, call.caller().source().getAddress())))
                .orElseGet(() -> Outcome.refused(
                        "no_provider",
                        "nobody can sign on here",
                        "ask an administrator to write you into access.yaml"));
    }
}
