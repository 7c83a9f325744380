package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.Decision;
import dev.bastion.policy.SignOn;
import java.util.Optional;

/** A single sign-on as programs and people read it. */
final class SignOnView {
    private SignOnView() {}

    /** The one by whose key a person is here; nothing for those whom access.yaml names. */
    static Optional<SignOn> of(Call call) {
        return call.caller()
                .provenKey()
                .map(SshPublicKey::fingerprint)
                .flatMap(call.state()::signOn)
                .filter(signOn -> signOn.person().equals(call.name()) && signOn.inTime(call.now()));
    }

    static Outcome.Answered answer(Decision.SignOnChanged changed) {
        return Outcome.answer(
                        Json.object().set("sign_on", json(changed.signOn())),
                        Page.of(changed.signOn().person()))
                .note(changed.sentence());
    }

    static ObjectNode json(SignOn signOn) {
        ObjectNode json = Json.object()
                .put("person", signOn.person())
                .put("issuer", signOn.issuer())
                .put("fingerprint", signOn.key().fingerprint())
                .put("since", Json.time(signOn.at()))
                .put("until", Json.time(signOn.until()));
        json.set("groups", Json.strings(signOn.groups()));
        return json;
    }
}
