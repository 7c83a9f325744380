package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.ApprovalProof;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.Ids;
import dev.bastion.policy.Rule;
import dev.bastion.signer.ApprovalSignature;
import dev.bastion.signer.RequestText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** An approver's own signature over a request: given by the login's user name, or made beside its text. For one call. */
final class SignedApproval {
    private final Call call;

    SignedApproval(Call call) {
        this.call = requireNonNull(call, "call is null");
    }

    /** What came with an approval: perhaps a proof, or why it is none. */
    record Given(Optional<String> proof, Optional<Outcome> refused) {
        static Given nothing() {
            return new Given(Optional.empty(), Optional.empty());
        }

        static Given refused(Outcome why) {
            return new Given(Optional.empty(), Optional.of(why));
        }
    }

    /** The request that the login's user name names; requests that this person may not see are none. */
    OptionalLong named() {
        return call.state().pendingRequests().stream()
                .filter(this::approves)
                .filter(request -> call.caller()
                        .approval()
                        .filter(proof -> ApprovalSignature.fault(call.policy(), call.name(), proof, bytes(request))
                                .isEmpty())
                        .isPresent())
                .mapToLong(AccessRequest::id)
                .findFirst();
    }

    /** The very bytes to sign. */
    Outcome text(long id) {
        Optional<AccessRequest> request = seen(id);
        if (request.isEmpty()) {
            return Outcome.notFound(Ids.request(id) + " that waits", "ssh bastion requests --pending");
        }
        String text = new RequestText(call.context().installation(), request.get()).text();
        return Outcome.answer(Json.object().put("text", text), Page.of(text.strip()));
    }

    /** What was given for the request, verified; where its rule asks for a signature and there is none, how to give it. */
    Given given(long id, boolean onInput) {
        Optional<AccessRequest> request = seen(id);
        Optional<String> proof = onInput ? Optional.of(input()) : call.caller().approval();
        if (request.isEmpty()) {
            // The desk says what is to be said of a request that is over, or another's.
            return Given.nothing();
        }
        if (proof.isPresent()) {
            return ApprovalSignature.fault(call.policy(), call.name(), proof.get(), bytes(request.get()))
                    .map(why -> Given.refused(Outcome.refused(
                            "bad_signature",
                            "this is no signature of yours over " + Ids.request(id) + ": " + why,
                            how(id))))
                    .orElseGet(() -> new Given(proof, Optional.empty()));
        }
        return wanted(request.get())
                ? Given.refused(Outcome.refused(
                        "signature_needed",
                        "the rule '" + request.get().rule() + "' asks for a signature of yours over " + Ids.request(id),
                        "ssh " + new RequestText(call.context().installation(), request.get()).user() + "@"
                                + call.context().profile().name()))
                : Given.nothing();
    }

    private String how(long id) {
        return "ssh %s approve %s --text > request && ssh-keygen -Y sign -n %s -f ~/.ssh/id_ed25519 request && ssh %s approve %s --signature < request.sig"
                .formatted(
                        call.context().profile().name(),
                        Ids.request(id),
                        ApprovalProof.NAMESPACE,
                        call.context().profile().name(),
                        Ids.request(id));
    }

    private Optional<AccessRequest> seen(long id) {
        return call.state()
                .request(id)
                .filter(request -> call.state().pendingRequests().contains(request))
                .filter(this::approves);
    }

    private boolean approves(AccessRequest request) {
        return rule(request)
                .filter(rule -> call.policy().approvers(rule, request.person()).stream()
                        .anyMatch(person -> person.name().equals(call.name())))
                .isPresent();
    }

    private boolean wanted(AccessRequest request) {
        return rule(request).filter(rule -> rule.agreement().signed()).isPresent();
    }

    private Optional<Rule> rule(AccessRequest request) {
        return call.policy().rule(request.rule());
    }

    private byte[] bytes(AccessRequest request) {
        return new RequestText(call.context().installation(), request).bytes();
    }

    private String input() {
        try {
            byte[] typed = call.channel().in().readNBytes(ApprovalProof.LIMIT + 1);
            return new String(typed, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
