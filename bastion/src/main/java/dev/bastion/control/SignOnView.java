package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.policy.SignOn;

/** A single sign-on as programs read it. */
final class SignOnView {
    private SignOnView() {}

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
