package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Who gains and who loses what between two policies.
 *
 * <p>People for whom the same rules are, and targets that the same rules cover, are looked at as one: ten thousand people
 * and twenty thousand targets are some hundreds of either. For one thread; the answer is a value.
 */
public final class PolicyDiff {

    /**
     * These people lose and gain these offers of a login on these targets.
     *
     * @param lost what the old policy gives and the new does not, in the words of {@link Offer}
     * @param gained the other way round
     */
    public record RightsChange(
            SortedSet<String> people, SortedSet<String> targets, String login, List<String> lost, List<String> gained) {
        public RightsChange {
            lost = List.copyOf(lost);
            gained = List.copyOf(gained);
        }
    }

    /** These people lose and gain these duties. */
    public record DutyChange(SortedSet<String> people, List<String> lost, List<String> gained) {
        public DutyChange {
            lost = List.copyOf(lost);
            gained = List.copyOf(gained);
        }
    }

    /**
     * Everything that changes, in the order of people and targets.
     *
     * @param rulesGone the names of rules whose open grants end, though another may give the same
     * @param rulesNew the names that are new
     */
    public record Changes(
            List<RightsChange> rights, List<DutyChange> duties, List<String> rulesGone, List<String> rulesNew) {
        public Changes {
            rights = List.copyOf(rights);
            duties = List.copyOf(duties);
            rulesGone = List.copyOf(rulesGone);
            rulesNew = List.copyOf(rulesNew);
        }

        public boolean none() {
            return rights.isEmpty() && duties.isEmpty() && rulesGone.isEmpty() && rulesNew.isEmpty();
        }
    }

    /** For whom or over what the same rules of both policies are. */
    private record Places(BitSet before, BitSet after) {
        Places and(Places other) {
            BitSet both = (BitSet) before.clone();
            both.and(other.before);
            BitSet bothAfter = (BitSet) after.clone();
            bothAfter.and(other.after);
            return new Places(both, bothAfter);
        }

        boolean none() {
            return before.isEmpty() && after.isEmpty();
        }
    }

    private record TargetKind(Places places, List<String> loginsBefore, List<String> loginsAfter) {}

    private record Meeting(Places places, List<String> loginsBefore, List<String> loginsAfter) {}

    private record LoginChange(String login, List<String> lost, List<String> gained) {}

    private final AccessPolicy before;
    private final AccessPolicy after;
    private final List<String> offersBefore;
    private final List<String> offersAfter;
    private final Map<Meeting, List<LoginChange>> met = new HashMap<>();

    private PolicyDiff(AccessPolicy before, AccessPolicy after) {
        this.before = requireNonNull(before, "before is null");
        this.after = requireNonNull(after, "after is null");
        this.offersBefore = offers(before);
        this.offersAfter = offers(after);
    }

    public static Changes between(AccessPolicy before, AccessPolicy after) {
        PolicyDiff diff = new PolicyDiff(before, after);
        return new Changes(diff.rights(), diff.duties(), names(before, after), names(after, before));
    }

    private static List<String> offers(AccessPolicy policy) {
        return policy.rules().stream().map(rule -> Offer.of(rule, policy)).toList();
    }

    /** The rules of the one that the other has not: a grant belongs to its rule by name, and ends with it. */
    private static List<String> names(AccessPolicy policy, AccessPolicy other) {
        return policy.rules().stream()
                .map(Rule::name)
                .filter(name -> other.rule(name).isEmpty())
                .toList();
    }

    // ---- rights

    private List<RightsChange> rights() {
        Map<Places, SortedSet<String>> people = kinds(names(AccessPolicy::people, Person::name), this::placesFor);
        Map<TargetKind, SortedSet<String>> targets = kinds(names(AccessPolicy::targets, Target::name), this::kindOf);
        List<TargetKind> kinds = List.copyOf(targets.keySet());
        Map<Integer, BitSet> kindsByRuleBefore =
                kindsByRule(kinds, kind -> kind.places().before());
        Map<Integer, BitSet> kindsByRuleAfter =
                kindsByRule(kinds, kind -> kind.places().after());
        Map<LoginChange, Map<BitSet, SortedSet<String>>> found = new LinkedHashMap<>();
        people.forEach((places, names) -> {
            BitSet near = new BitSet();
            places.before().stream().forEach(rule -> near.or(kindsByRuleBefore.getOrDefault(rule, new BitSet())));
            places.after().stream().forEach(rule -> near.or(kindsByRuleAfter.getOrDefault(rule, new BitSet())));
            changes(places, kinds, near)
                    .forEach((change, where) -> found.computeIfAbsent(change, none -> new LinkedHashMap<>())
                            .computeIfAbsent(where, none -> new TreeSet<>())
                            .addAll(names));
        });
        return flat(found, kinds, targets);
    }

    private Map<LoginChange, BitSet> changes(Places person, List<TargetKind> kinds, BitSet near) {
        Map<LoginChange, BitSet> changes = new LinkedHashMap<>();
        near.stream().forEach(number -> {
            TargetKind kind = kinds.get(number);
            Places both = person.and(kind.places());
            if (!both.none()) {
                met.computeIfAbsent(new Meeting(both, kind.loginsBefore(), kind.loginsAfter()), this::compared)
                        .forEach(change -> changes.computeIfAbsent(change, none -> new BitSet())
                                .set(number));
            }
        });
        return changes;
    }

    private List<LoginChange> compared(Meeting meeting) {
        Set<String> logins = new LinkedHashSet<>(meeting.loginsBefore());
        logins.addAll(meeting.loginsAfter());
        List<LoginChange> changes = new ArrayList<>();
        for (String login : logins) {
            List<String> old = meeting.loginsBefore().contains(login)
                    ? offers(before, offersBefore, meeting.places().before(), login)
                    : List.of();
            List<String> now = meeting.loginsAfter().contains(login)
                    ? offers(after, offersAfter, meeting.places().after(), login)
                    : List.of();
            change(login, old, now).ifPresent(changes::add);
        }
        return changes;
    }

    /** The first that covers a wish decides: the same offers in another order are a change too. */
    private static Optional<LoginChange> change(String login, List<String> old, List<String> now) {
        if (old.equals(now)) {
            return Optional.empty();
        }
        List<String> lost = old.stream().filter(offer -> !now.contains(offer)).toList();
        List<String> gained = now.stream().filter(offer -> !old.contains(offer)).toList();
        return lost.isEmpty() && gained.isEmpty()
                ? Optional.of(new LoginChange(
                        login,
                        List.of("decides first: " + old.getFirst()),
                        List.of("decides first: " + now.getFirst())))
                : Optional.of(new LoginChange(login, lost, gained));
    }

    private static List<String> offers(AccessPolicy policy, List<String> offers, BitSet places, String login) {
        return places.stream()
                .filter(place -> policy.rules().get(place).logins().contains(login))
                .mapToObj(offers::get)
                .distinct()
                .toList();
    }

    private static List<RightsChange> flat(
            Map<LoginChange, Map<BitSet, SortedSet<String>>> found,
            List<TargetKind> kinds,
            Map<TargetKind, SortedSet<String>> targets) {
        List<RightsChange> changes = new ArrayList<>();
        found.forEach((change, byTargets) -> byTargets.forEach((where, people) -> {
            SortedSet<String> names = new TreeSet<>();
            where.stream().forEach(number -> names.addAll(targets.get(kinds.get(number))));
            changes.add(new RightsChange(people, names, change.login(), change.lost(), change.gained()));
        }));
        changes.sort(Comparator.<RightsChange, String>comparing(
                        change -> change.people().first())
                .thenComparing(change -> change.targets().first())
                .thenComparing(RightsChange::login));
        return changes;
    }

    private static Map<Integer, BitSet> kindsByRule(List<TargetKind> kinds, Function<TargetKind, BitSet> rules) {
        Map<Integer, BitSet> byRule = new HashMap<>();
        for (int number = 0; number < kinds.size(); number++) {
            int kind = number;
            rules.apply(kinds.get(number)).stream()
                    .forEach(rule ->
                            byRule.computeIfAbsent(rule, none -> new BitSet()).set(kind));
        }
        return byRule;
    }

    private Places placesFor(String name) {
        return new Places(
                before.person(name).map(before.index()::placesFor).orElseGet(BitSet::new),
                after.person(name).map(after.index()::placesFor).orElseGet(BitSet::new));
    }

    private TargetKind kindOf(String name) {
        Optional<Target> old = named(before, name);
        Optional<Target> now = named(after, name);
        return new TargetKind(
                new Places(
                        old.map(before.index()::placesCovering).orElseGet(BitSet::new),
                        now.map(after.index()::placesCovering).orElseGet(BitSet::new)),
                old.map(Target::logins).orElse(List.of()),
                now.map(Target::logins).orElse(List.of()));
    }

    /** By its own name: an alias that has moved is another target. */
    private static Optional<Target> named(AccessPolicy policy, String name) {
        return policy.target(name).filter(target -> target.name().equals(name));
    }

    // ---- duties

    private List<DutyChange> duties() {
        Map<Set<String>, Set<String>> knownBefore = new HashMap<>();
        Map<Set<String>, Set<String>> knownAfter = new HashMap<>();
        Map<List<List<String>>, SortedSet<String>> found = new LinkedHashMap<>();
        for (String name : names(AccessPolicy::people, Person::name)) {
            Set<String> old = duties(before, name, knownBefore);
            Set<String> now = duties(after, name, knownAfter);
            if (!old.equals(now)) {
                List<String> lost =
                        old.stream().filter(duty -> !now.contains(duty)).toList();
                List<String> gained =
                        now.stream().filter(duty -> !old.contains(duty)).toList();
                found.computeIfAbsent(List.of(lost, gained), none -> new TreeSet<>())
                        .add(name);
            }
        }
        return found.entrySet().stream()
                .map(entry -> new DutyChange(
                        entry.getValue(),
                        entry.getKey().getFirst(),
                        entry.getKey().getLast()))
                .toList();
    }

    private static Set<String> duties(AccessPolicy policy, String name, Map<Set<String>, Set<String>> known) {
        return policy.person(name)
                .map(person -> known.computeIfAbsent(person.groups(), groups -> duties(policy, person)))
                .orElse(Set.of());
    }

    private static Set<String> duties(AccessPolicy policy, Person person) {
        Set<String> duties = new TreeSet<>();
        if (policy.mayAdminister(person)) {
            duties.add("administer");
        }
        policy.reviewed(person).forEach(scope -> duties.add("review " + scope.text()));
        policy.rules().stream()
                .filter(rule -> policy.mayApprove(person, rule))
                .forEach(rule -> duties.add("approve under the rule '" + rule.name() + "'"));
        return duties;
    }

    // ---- kinds

    private <T> SortedSet<String> names(Function<AccessPolicy, List<T>> all, Function<T, String> name) {
        SortedSet<String> names = new TreeSet<>();
        all.apply(before).forEach(one -> names.add(name.apply(one)));
        all.apply(after).forEach(one -> names.add(name.apply(one)));
        return names;
    }

    private static <K> Map<K, SortedSet<String>> kinds(Set<String> names, Function<String, K> kind) {
        Map<K, SortedSet<String>> kinds = new LinkedHashMap<>();
        names.forEach(name ->
                kinds.computeIfAbsent(kind.apply(name), none -> new TreeSet<>()).add(name));
        return kinds;
    }
}
