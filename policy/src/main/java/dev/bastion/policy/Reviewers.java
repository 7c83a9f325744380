package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

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
        return may(person, grant.person(), grant.targets(), review.by());
    }

    /** Everybody who may, by name. */
    public List<String> of(Grant grant, Review review) {
        return of(grant.person(), grant.targets(), review.by());
    }

    /** Everybody who may sign off what that person does on those targets, under a rule that names those groups. */
    List<String> of(String reviewed, List<String> targets, Set<String> by) {
        return policy.people().stream()
                .filter(person -> may(person, reviewed, targets, by))
                .map(Person::name)
                .sorted()
                .toList();
    }

    private boolean may(Person person, String reviewed, List<String> targets, Set<String> by) {
        return !person.name().equals(reviewed)
                && policy.person(person.name())
                        .filter(known -> isOf(known, by) || nobodyIsOf(by))
                        .isPresent()
                && targets.stream().allMatch(target -> policy.mayReview(person, target));
    }

    private boolean nobodyIsOf(Set<String> by) {
        return policy.people().stream().noneMatch(anybody -> isOf(anybody, by));
    }

    private static boolean isOf(Person person, Set<String> by) {
        return by.isEmpty() || person.groups().stream().anyMatch(by::contains);
    }
}
