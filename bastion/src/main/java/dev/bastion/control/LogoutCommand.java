package dev.bastion.control;

import dev.bastion.policy.SignOn;
import dev.bastion.signon.SignOnDesk;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Ends at once, whatever the ledger does, what came of signing on by the key of this connection. */
@Command(name = "logout")
final class LogoutCommand extends ControlCommand {
    @Override
    Outcome run(Call call) {
        Optional<SignOn> signOn = SignOnView.of(call);
        Optional<SignOnDesk> desk = call.context().signOn();
        if (signOn.isEmpty() || desk.isEmpty()) {
            return Outcome.refused(
                    "not_signed_on",
                    "you are %s by access.yaml, and have not signed on".formatted(call.name()),
                    "an administrator can shut you out: ssh bastion person disable");
        }
        desk.get().logOut(signOn.get());
        return Outcome.answer(
                        Json.object().set("sign_on", SignOnView.json(signOn.get())),
                        Page.of(signOn.get().person()))
                .note("you are logged out, and what you had by this key has ended");
    }
}
