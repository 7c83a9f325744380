package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.rule.Quorum;
import dev.bastion.policy.rule.Retention;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A whole and sound policy: people, groups with their duties, targets and rules, as one accepted text says them.
 *
 * <p>Immutable. A person handed in may stem from an earlier policy: their groups are then looked up here by name, and one
 * who is no longer here has no rights.
 */
public final class AccessPolicy {

    private final String text;
    private final String digest;
    private final People people;
    private final Targets targets;
    private final List<Rule> rules;
    private final RuleIndex index;
    private final Set<String> approvingGroups;
    private final List<Retention> retentions;
    private final Set<String> nobodysKeys;

    AccessPolicy(
            String text,
            People people,
            Targets targets,
            List<Rule> rules,
            List<Retention> retentions,
            Set<String> nobodysKeys) {
        this.text = requireNonNull(text, "text is null");
        this.digest = digest(text);
        this.people = requireNonNull(people, "people is null");
        this.targets = requireNonNull(targets, "targets is null");
        this.rules = List.copyOf(rules);
        this.index = new RuleIndex(this.rules);
        this.approvingGroups = this.rules.stream()
                .flatMap(rule -> rule.agreement().quorums().stream())
                .map(Quorum::from)
                .collect(Collectors.toUnmodifiableSet());
        this.retentions = List.copyOf(retentions);
        this.nobodysKeys = Set.copyOf(nobodysKeys);
    }

    /** The same policy with other people. */
    private AccessPolicy(AccessPolicy same, People people) {
        this.text = same.text;
        this.digest = same.digest;
        this.people = people;
        this.targets = same.targets;
        this.rules = same.rules;
        this.index = same.index;
        this.approvingGroups = same.approvingGroups;
        this.retentions = same.retentions;
        this.nobodysKeys = same.nobodysKeys;
    }

    /** Reads the text of {@code access.yaml} by itself, as for production. */
    public static PolicyReading parse(String text) {
        return parse(text, ParseContext.PLAIN);
    }

    /** Reads the text of {@code access.yaml} and finds everything that is wrong with it, in itself and in that context. */
    public static PolicyReading parse(String text, ParseContext context) {
        return new PolicyReader(requireNonNull(text, "text is null"), requireNonNull(context, "context is null"))
                .read();
    }

    /** The text that was read, to the letter. */
    public String text() {
        return text;
    }

    /** SHA-256 of the text in UTF-8, in hex. */
    public String digest() {
        return digest;
    }

    // ---- people

    /** In the order of the file. */
    public List<Person> people() {
        return people.all();
    }

    public Optional<Person> person(String name) {
        return people.byName(name);
    }

    /** Whether the text itself names that person, and not a provider alone. */
    public boolean names(String person) {
        return people.written(person);
    }

    /**
     * The same text, and besides its people those who are signed on: in its groups as far as it has them. A name or a key
     * that the text gives to somebody is theirs alone, whatever a provider says.
     */
    public AccessPolicy with(Collection<SignOn> signOns) {
        return signOns.isEmpty() && people.onlyWritten()
                ? this
                : new AccessPolicy(
                        this,
                        people.with(signOns.stream()
                                .filter(signOn -> !isNobodys(signOn.key()))
                                .toList()));
    }

    /** Of these names those that are groups here. */
    Set<String> groupsAmong(Set<String> named) {
        return named.stream().filter(people::isGroup).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the key is a host's or one of the bastion's own, and so no person's. */
    boolean isNobodys(IdentityKey key) {
        return nobodysKeys.contains(key.base64());
    }

    /** The one person whose key that is. */
    public Optional<Person> personByKey(byte[] blob) {
        return people.byKey(blob);
    }

    /** What the person may do beyond their own affairs, for whichever targets and rules. */
    public Set<Duty> duties(Person person) {
        EnumSet<Duty> duties = EnumSet.noneOf(Duty.class);
        if (mayAdminister(person)) {
            duties.add(Duty.ADMINISTER);
        }
        if (people.groupsOf(person).anyMatch(group -> group.reviews().isPresent())) {
            duties.add(Duty.REVIEW);
        }
        if (people.groupsOf(person).anyMatch(group -> approvingGroups.contains(group.name()))) {
            duties.add(Duty.APPROVE);
        }
        return duties;
    }

    public boolean mayAdminister(Person person) {
        return people.groupsOf(person).anyMatch(Group::administers);
    }

    /** Whether the person reviews sessions on that target: their recordings, and the sign-off. */
    public boolean mayReview(Person person, Target target) {
        return people.groupsOf(person)
                .flatMap(group -> group.reviews().stream())
                .anyMatch(scope -> scope.covers(target));
    }

    /** The same by name; a target that the policy no longer has is reviewed by whoever reviews it by name, or everything. */
    public boolean mayReview(Person person, String target) {
        return people.groupsOf(person)
                .flatMap(group -> group.reviews().stream())
                .anyMatch(scope -> targets.typed(target)
                        .filter(known -> known.name().equals(target))
                        .map(scope::covers)
                        .orElse(scope.everything() || scope.names().contains(target)));
    }

    /** Whoever is of one of these groups reviews that target. */
    Set<String> groupsReviewing(Target target) {
        return people.reviewing(target);
    }

    /** Everybody of any of these groups. */
    List<Person> peopleOf(Set<String> groups) {
        return people.of(groups);
    }

    /** The targets that each group of the person reviews. */
    List<TargetScope> reviewed(Person person) {
        return people.groupsOf(person)
                .flatMap(group -> group.reviews().stream())
                .toList();
    }

    /** Whether the person is of a group that approves under the rule; never true for a request of their own. */
    public boolean mayApprove(Person person, Rule rule) {
        return people.groupsOf(person).anyMatch(group -> rule.agreement().asks(group.name()));
    }

    /** Who may approve what that person asks for under that rule: everybody of its groups but the person. */
    public List<Person> approvers(Rule rule, String asker) {
        return people.of(rule.agreement().quorums().stream().map(Quorum::from).collect(Collectors.toSet())).stream()
                .filter(person -> !person.name().equals(asker))
                .toList();
    }

    // ---- targets

    /** In the order of the file. */
    public List<Target> targets() {
        return targets.all();
    }

    /** By name or alias as a person types it: ASCII, case ignored, one trailing dot dropped. Nothing is resolved. */
    public Optional<Target> target(String typed) {
        return targets.typed(typed);
    }

    /** The same for a tunnel, which also names a port: the target's own or none. */
    public Optional<Target> target(String typed, int port) {
        return target(typed).filter(target -> target.port() == port);
    }

    /** What any rule lets this person ask for. */
    public List<Target> targetsOpenTo(Person person) {
        return targets().stream().filter(target -> mayAskFor(person, target)).toList();
    }

    public boolean mayAskFor(Person person, Target target) {
        return about(person, target).findAny().isPresent();
    }

    /** The logins on that target that any rule lets this person ask for, in the order of the file. */
    public List<String> loginsOpenTo(Person person, Target target) {
        List<Rule> open = about(person, target).toList();
        return target.logins().stream()
                .filter(login -> open.stream().anyMatch(rule -> rule.logins().contains(login)))
                .toList();
    }

    // ---- rules

    /** The classes of recordings that rules name. */
    public List<Retention> retentions() {
        return retentions;
    }

    /** The class of that name. */
    public Optional<Retention> retention(String name) {
        return retentions.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** In the order of the file, which is the order in which they are tried. */
    public List<Rule> rules() {
        return rules;
    }

    public Optional<Rule> rule(String name) {
        return index.named(name);
    }

    /** How each rule stands to what is asked for; the first that covers it decides. */
    public List<RuleMatch> explain(Asking asking) {
        Asking known = knownHere(asking);
        return rules.stream().map(rule -> RuleMatcher.match(rule, known)).toList();
    }

    /** The rule that decides over what is asked for: the first that covers all of it. */
    public Optional<Rule> deciding(Asking asking) {
        return near(asking).stream()
                .filter(RuleMatch.Covers.class::isInstance)
                .map(RuleMatch::rule)
                .findFirst();
    }

    /** How each rule stands to it that is for the person and covers the first target, and so may cover all of it. */
    List<RuleMatch> near(Asking asking) {
        Asking known = knownHere(asking);
        return asking.targets().stream()
                .findFirst()
                .map(target -> index.about(known.person(), target)
                        .map(rule -> RuleMatcher.match(rule, known))
                        .toList())
                .orElse(List.of());
    }

    RuleIndex index() {
        return index;
    }

    private Asking knownHere(Asking asking) {
        return asking.by(
                person(asking.person().name()).orElseGet(() -> asking.person().withoutGroups()));
    }

    private Stream<Rule> about(Person person, Target target) {
        return person(person.name()).stream().flatMap(known -> index.about(known, target));
    }

    /** SHA-256 of a policy's text in UTF-8, in hex, as the ledger names it. */
    public static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
