package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.rule.ReviewTerms;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The approvals and reviews of a sound policy that nobody could give: where the only ones who may are those who ask. A
 * policy with such rules works; those people get nothing under them, or stay unreviewed.
 *
 * <p>Targets that the same groups review are looked at as one. For one thread.
 */
public final class Vacancies {
    private static final int NAMED = 5;

    private final AccessPolicy policy;
    private final List<String> sentences = new ArrayList<>();

    private Vacancies(AccessPolicy policy) {
        this.policy = requireNonNull(policy, "policy is null");
    }

    /** One sentence each, in the order of the rules. */
    public static List<String> in(AccessPolicy policy) {
        Vacancies vacancies = new Vacancies(policy);
        vacancies.find();
        return List.copyOf(vacancies.sentences);
    }

    private void find() {
        List<Map<Set<String>, SortedSet<String>>> targets = targetsByRule();
        List<Rule> rules = policy.rules();
        for (int place = 0; place < rules.size(); place++) {
            approvals(rules.get(place));
            reviews(rules.get(place), targets.get(place));
        }
    }

    // ---- approvals

    /** That all of them together are enough, the reading of a policy has seen to: only who asks may be missing then. */
    private void approvals(Rule rule) {
        if (rule.agreement().needsNobody()) {
            return;
        }
        List<Person> approvers = policy.approvers(rule, "");
        Map<Set<String>, Integer> known = new HashMap<>();
        SortedSet<String> without = new TreeSet<>();
        int most = 0;
        for (Person asker : approvers) {
            int filled = rule.isFor(asker)
                    ? known.computeIfAbsent(asker.groups(), groups -> filledWithout(asker, rule, approvers))
                    : rule.agreement().needed();
            if (filled < rule.agreement().needed()) {
                without.add(asker.name());
                most = Math.max(most, filled);
            }
        }
        if (!without.isEmpty()) {
            sentences.add("rule '%s' needs %s, and when %s asks the others can give %d"
                    .formatted(
                            rule.name(), Sentences.approvals(rule.agreement().needed()), some(without, " or "), most));
        }
    }

    private static int filledWithout(Person asker, Rule rule, List<Person> approvers) {
        return rule.agreement()
                .filled(Approvers.groups(approvers.stream()
                        .filter(person -> !person.name().equals(asker.name()))
                        .toList()));
    }

    // ---- reviews

    private void reviews(Rule rule, Map<Set<String>, SortedSet<String>> targets) {
        if (rule.review().isEmpty() && rule.breakGlass().isEmpty()) {
            return;
        }
        Set<String> by = rule.review().map(ReviewTerms::by).orElse(Set.of());
        SortedSet<String> unseen = new TreeSet<>();
        Map<String, SortedSet<String>> byAsker = new LinkedHashMap<>();
        targets.forEach((groups, names) -> {
            List<Person> reviewers = reviewers(groups, by);
            if (reviewers.isEmpty()) {
                unseen.addAll(names);
            } else if (reviewers.size() == 1 && rule.isFor(reviewers.getFirst())) {
                byAsker.computeIfAbsent(reviewers.getFirst().name(), none -> new TreeSet<>())
                        .addAll(names);
            }
        });
        if (!unseen.isEmpty()) {
            sentences.add("rule '%s' owes reviews, and nobody reviews %s".formatted(rule.name(), some(unseen, ", ")));
        }
        byAsker.forEach((asker, names) -> sentences.add("rule '%s' owes reviews, and nobody but %s reviews %s"
                .formatted(rule.name(), asker, some(names, ", "))));
    }

    /** As {@link Reviewers} counts them: where nobody is of the groups that the rule names, the targets decide alone. */
    private List<Person> reviewers(Set<String> groups, Set<String> by) {
        List<Person> all = policy.peopleOf(groups);
        return by.isEmpty() || policy.peopleOf(by).isEmpty()
                ? all
                : all.stream()
                        .filter(person -> person.groups().stream().anyMatch(by::contains))
                        .toList();
    }

    /** The targets of each rule, by the groups whose people review them. */
    private List<Map<Set<String>, SortedSet<String>>> targetsByRule() {
        List<Map<Set<String>, SortedSet<String>>> byRule = new ArrayList<>();
        policy.rules().forEach(rule -> byRule.add(new LinkedHashMap<>()));
        for (Target target : policy.targets()) {
            Set<String> groups = policy.groupsReviewing(target);
            BitSet covering = policy.index().placesCovering(target);
            covering.stream()
                    .forEach(place -> byRule.get(place)
                            .computeIfAbsent(groups, none -> new TreeSet<>())
                            .add(target.name()));
        }
        return byRule;
    }

    private static String some(SortedSet<String> names, String between) {
        String first = String.join(between, names.stream().limit(NAMED).toList());
        return names.size() <= NAMED ? first : "%s and %d more".formatted(first, names.size() - NAMED);
    }
}
