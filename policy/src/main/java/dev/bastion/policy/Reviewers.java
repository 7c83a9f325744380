package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Who signs off reviews under the policy in force: whoever reviews every target of the grant and is of the groups that its
 * rule names, and never the person reviewed. Where nobody is left in those groups, the targets alone decide. Immutable.
 */
public final class Reviewers {

    private final AccessPolicy policy;

    public Reviewers(AccessPolicy policy) {
        this.policy = requireNonNull(policy, "policy is null");
    }

    public boolean may(Person person, Grant grant, Review review) {
        return !person.name().equals(grant.person())
                && policy.person(person.name())
                        .filter(known -> may(known, review))
                        .isPresent()
                && grant.targets().stream().allMatch(target -> policy.mayReview(person, target));
    }

    /** Everybody who may, by name. */
    public List<String> of(Grant grant, Review review) {
        return policy.people().stream()
                .filter(person -> may(person, grant, review))
                .map(Person::name)
                .sorted()
                .toList();
    }

    private boolean may(Person person, Review review) {
        return isOf(person, review) || policy.people().stream().noneMatch(anybody -> isOf(anybody, review));
    }

    private static boolean isOf(Person person, Review review) {
        return review.by().isEmpty() || person.groups().stream().anyMatch(review.by()::contains);
    }
}
