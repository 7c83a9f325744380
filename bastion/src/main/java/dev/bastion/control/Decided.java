package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.policy.Decision;
import dev.bastion.policy.Ids;
import java.util.Locale;
import java.util.Optional;

/** What the desk decided, as the person reads it: the id of the thing is the answer, so that a shell can keep it, and the
 * sentence stands beside it. */
final class Decided {
    private Decided() {}

    static Outcome outcome(Decision decision, Call call) {
        return switch (decision) {
            case Decision.Refused refused -> refused(refused);
            case Decision.RequestPending pending ->
                request(
                        RequestView.of(pending.request(), call).json(call),
                        pending.request().id(),
                        pending);
            case Decision.ApprovalCounted counted ->
                request(
                        RequestView.of(counted.request(), call).json(call),
                        counted.request().id(),
                        counted);
            case Decision.RequestClosed closed ->
                request(
                        RequestView.of(closed.request(), call).json(call),
                        closed.request().id(),
                        closed);
            case Decision.GrantGiven given ->
                grant(
                        GrantView.of(given.grant(), call).json(call),
                        given.grant().id(),
                        given);
            case Decision.GrantLengthened lengthened ->
                grant(
                        GrantView.of(lengthened.grant(), call).json(call),
                        lengthened.grant().id(),
                        lengthened);
            case Decision.GrantBegun begun ->
                grant(
                        GrantView.of(begun.grant(), call).json(call),
                        begun.grant().id(),
                        begun);
            case Decision.GrantOver over ->
                grant(
                        new GrantView(over.grant(), over.state()).json(call),
                        over.grant().id(),
                        over);
            case Decision.GrantSignedOff signed ->
                grant(
                        GrantView.of(signed.grant(), call).json(call),
                        signed.grant().id(),
                        signed);
            case Decision.PersonChanged changed ->
                Outcome.answer(
                                Json.object().put("person", changed.person()).put("disabled", changed.disabled()),
                                Page.of(changed.person()))
                        .note(changed.sentence());
            case Decision.SignOnChanged changed -> SignOnView.answer(changed);
            case Decision.HoldChanged changed ->
                Outcome.answer(
                                Json.object().put("id", changed.held().id()).put("held", changed.placed()),
                                Page.of(changed.held().id()))
                        .note(changed.sentence());
            case Decision.CertificateOver over ->
                Outcome.answer(
                        Json.object().put("serial", Long.toUnsignedString(over.serial())), Page.of(over.sentence()));
            case Decision.RevocationTaken taken -> revocation(taken);
            case Decision.SigningNoted noted -> Outcome.answer(Json.object(), Page.of(noted.sentence()));
            case Decision.FactorAccepted accepted -> Outcome.answer(Json.object(), Page.of(accepted.sentence()));
            case Decision.FactorChanged changed -> Outcome.answer(Json.object(), Page.of(changed.sentence()));
        };
    }

    static Outcome.Failed refused(Decision.Refused refused) {
        return new Outcome.Failed(
                exit(refused.code()),
                refused.code().name().toLowerCase(Locale.ROOT),
                refused.sentence(),
                Optional.of(refused.hint()).filter(hint -> !hint.isEmpty()));
    }

    private static Outcome.Answered revocation(Decision.RevocationTaken taken) {
        return Outcome.answer(
                        Json.object()
                                .put("revoked", taken.revocation().kind().word())
                                .put("what", taken.revocation().what())
                                .put("certificates", taken.certificates()),
                        Page.of(taken.sentence()))
                .note(
                        taken.certificates() == 1
                                ? "one certificate that was good is not any more"
                                : taken.certificates() + " certificates that were good are not any more");
    }

    private static Outcome.Answered request(ObjectNode json, long id, Decision decision) {
        return Outcome.answer(Json.object().set("request", json), Page.of(Ids.request(id)))
                .note(decision.sentence());
    }

    private static Outcome.Answered grant(ObjectNode json, long id, Decision decision) {
        return Outcome.answer(Json.object().set("grant", json), Page.of(Ids.grant(id)))
                .note(decision.sentence());
    }

    private static Exit exit(Decision.Reason reason) {
        return switch (reason) {
            case NO_SUCH_TARGET, NOT_FOUND -> Exit.NOT_FOUND;
            case UNFIT -> Exit.USAGE;
            case CLOCK_BEHIND -> Exit.FAULT;
            case UNKNOWN_PERSON,
                    NO_RULE,
                    NO_APPROVERS,
                    TOO_LONG,
                    REASON_MISSING,
                    TICKET_MISSING,
                    OWN_REQUEST,
                    NOT_ALLOWED,
                    ALREADY_APPROVED,
                    NOT_PENDING,
                    GRANT_OVER,
                    POLICY_CHANGED,
                    DISABLED,
                    TOO_MANY,
                    REVIEW_OVERDUE,
                    OWN_REVIEW,
                    NOT_REVIEWABLE,
                    ALREADY_REVIEWED,
                    SIGN_ON_REFUSED,
                    FACTOR_NEEDED,
                    FACTOR_MISSING,
                    FACTOR_WRONG,
                    FACTOR_LOCKED,
                    KEY_TOO_WEAK -> Exit.REFUSED;
        };
    }
}
