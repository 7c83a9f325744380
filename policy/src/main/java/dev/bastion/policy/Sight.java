package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

/**
 * Who may know of whose affairs. What a person may not see answers exactly as what does not exist.
 *
 * <p>One's own always; administrators see everything that is listed; approvers see the requests under their rules and the
 * grants they agreed to; reviewers see the grants and sessions of the targets they review. Seeing a session is not watching
 * its recording: that needs {@link AccessPolicy#mayReview}. Immutable.
 */
public final class Sight {

    private final AccessPolicy policy;

    public Sight(AccessPolicy policy) {
        this.policy = requireNonNull(policy, "policy is null");
    }

    public boolean sees(Person person, AccessRequest request) {
        return isOwn(person, request.person())
                || policy.mayAdminister(person)
                || policy.rule(request.rule())
                        .filter(rule -> policy.mayApprove(person, rule))
                        .isPresent();
    }

    public boolean sees(Person person, Grant grant) {
        return isOwn(person, grant.person())
                || policy.mayAdminister(person)
                || (isKnown(person) && grant.approvers().contains(person.name()))
                || grant.targets().stream().anyMatch(target -> reviews(person, target));
    }

    public boolean sees(Person person, SessionFacts session) {
        return isOwn(person, session.person()) || policy.mayAdminister(person) || reviews(person, session.target());
    }

    private boolean isOwn(Person person, String owner) {
        return isKnown(person) && person.name().equals(owner);
    }

    private boolean isKnown(Person person) {
        return policy.person(person.name()).isPresent();
    }

    private boolean reviews(Person person, String target) {
        return policy.mayReview(person, target);
    }
}
