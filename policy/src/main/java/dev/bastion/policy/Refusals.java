package dev.bastion.policy;

import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.text.Plain;
import java.time.Instant;

/** Refusals that more than one kind of decision comes to. */
final class Refusals {

    private Refusals() {}

    static Refused unknownPerson(String name) {
        return new Refused(
                Reason.UNKNOWN_PERSON,
                "'" + Plain.shown(name) + "' is not in the policy",
                "ask an administrator to add you to access.yaml");
    }

    static Refused disabled(Disabling disabling, Instant now) {
        return new Refused(Reason.DISABLED, Sentences.disabled(disabling, now), "ask an administrator");
    }

    static Refused clockBehind() {
        return new Refused(
                Reason.CLOCK_BEHIND,
                "the bastion's clock is behind its ledger, so nothing is granted",
                "tell an administrator: the clock must be set right first");
    }

    static Refused noSuchTarget(String typed) {
        return new Refused(
                Reason.NO_SUCH_TARGET,
                Sentences.noSuchTarget(typed),
                "'ssh bastion targets' lists those that you may ask for");
    }

    static Refused noSuchRequest(long id) {
        return new Refused(
                Reason.NOT_FOUND,
                "there is no request " + Ids.request(id) + " that you may see",
                "'ssh bastion requests' lists those that you may see");
    }

    static Refused noSuchGrant(long id) {
        return new Refused(
                Reason.NOT_FOUND,
                "there is no grant " + Ids.grant(id) + " that you may see",
                "'ssh bastion grants' lists those that you may see");
    }

    static Refused notPending(long request, RequestState state, Instant now) {
        return new Refused(
                Reason.NOT_PENDING,
                Sentences.closed(request, state, now),
                "a change is a new request: ssh bastion request");
    }

    static Refused grantOver(Grant grant, AccessState state, Instant now) {
        String sentence = state.grantState(grant.id()).orElseThrow() instanceof GrantState.Ended ended
                ? Sentences.ended(grant, ended, now)
                : Ids.grant(grant.id()) + " is over";
        return new Refused(
                Reason.GRANT_OVER, sentence, Sentences.howToAsk(Sentences.listed(grant.targets()), grant.login()));
    }

    static Refused notAllowed(String sentence, String hint) {
        return new Refused(Reason.NOT_ALLOWED, sentence, hint);
    }

    static Refused policyChanged(String id, String objection) {
        return new Refused(
                Reason.POLICY_CHANGED,
                "the policy in force no longer gives what " + id + " asks for: " + objection,
                "ask anew: ssh bastion request");
    }
}
