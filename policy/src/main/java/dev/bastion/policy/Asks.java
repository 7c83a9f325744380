package dev.bastion.policy;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.rule.Hours;
import dev.bastion.policy.rule.Quorum;
import dev.bastion.policy.rule.SecondFactor;
import dev.bastion.policy.text.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Decides over a wish for access. */
final class Asks {

    static final int MAX_TARGETS = 16;

    /** So many of a person's may wait or be open at once; far more than anybody works under. */
    private static final int MAX_PENDING = 20;

    private static final int MAX_OPEN = 100;

    private final Scene scene;
    private final Proofs proofs;

    Asks(Scene scene, Proofs proofs) {
        this.scene = scene;
        this.proofs = proofs;
    }

    /** What a wish comes to that names targets and a login which the person may ask for. */
    interface Judged {
        Decided<Decision> over(Asking asking, Wish wish);
    }

    Decided<Decision> request(String asker, Wish wish) {
        return asked(asker, wish, this::rule);
    }

    Decided<Decision> asked(String asker, Wish wish, Judged judged) {
        Optional<Person> person = scene.policy().person(asker);
        if (person.isEmpty()) {
            return Decided.nothing(Refusals.unknownPerson(asker));
        }
        Optional<Refused> unfit = tooMuch(asker).or(() -> unfit(wish));
        return unfit.isPresent() ? Decided.nothing(unfit.get()) : targets(person.get(), wish, judged);
    }

    private Decided<Decision> targets(Person person, Wish wish, Judged judged) {
        Set<Target> targets = new LinkedHashSet<>();
        for (String typed : wish.targets()) {
            Optional<Target> target =
                    scene.policy().target(typed).filter(known -> scene.policy().mayAskFor(person, known));
            if (target.isEmpty()) {
                return Decided.nothing(Refusals.noSuchTarget(typed));
            }
            targets.add(target.get());
        }
        return login(person, List.copyOf(targets), wish, judged);
    }

    private Decided<Decision> login(Person person, List<Target> targets, Wish wish, Judged judged) {
        List<String> open = Logins.openTo(scene.policy(), person, targets);
        Optional<String> login = wish.login().or(() -> sole(open));
        if (login.isEmpty()) {
            return Decided.nothing(new Refused(
                    Reason.NO_RULE,
                    open.isEmpty() ? "no login is open to you on all of these targets" : "a login is missing",
                    open.isEmpty() ? "ask for them one by one" : "open to you: " + Sentences.listed(open)));
        }
        return judged.over(
                new Asking(
                        person,
                        targets,
                        login,
                        wish.permits(),
                        wish.length(),
                        false,
                        wish.reason(),
                        wish.ticket(),
                        scene.now()),
                wish);
    }

    private Decided<Decision> rule(Asking asking, Wish wish) {
        Optional<Rule> deciding = scene.policy().deciding(asking);
        if (deciding.isEmpty()) {
            return Decided.nothing(NearMiss.refusal(scene.policy(), asking));
        }
        Rule rule = deciding.get();
        Optional<Refused> refused = Words.missing(rule, wish.reason(), wish.ticket())
                .or(() -> closedAllAlong(rule, asking))
                .or(() -> new Holds(scene).of(rule, asking.person().name()))
                .or(() -> new Factors(scene)
                        .missing(
                                rule.secondFactor(),
                                SecondFactor.Act.REQUEST,
                                asking.person().name(),
                                proofs));
        if (refused.isPresent()) {
            return Decided.nothing(refused.get());
        }
        Settlement settlement = new Settlement(scene);
        AccessRequest request = requestOf(asking, rule, wish);
        if (RuleMatcher.approvesByItself(rule, asking)) {
            return settlement.byItself(request, rule);
        }
        return tooFewApprovers(rule, asking.person())
                .map(few -> Decided.<Decision>nothing(few))
                .orElseGet(() -> settlement.made(request, rule));
    }

    AccessRequest requestOf(Asking asking, Rule rule, Wish wish) {
        return new AccessRequest(
                scene.state().nextRequestId(),
                asking.person().name(),
                asking.targets().stream().map(Target::name).toList(),
                asking.login().orElseThrow(),
                asking.permits().isEmpty() ? rule.permits() : asking.permits(),
                asking.length().orElse(rule.terms().byDefault()),
                wish.reason().strip(),
                wish.ticket(),
                rule.name(),
                scene.now(),
                scene.now().plus(rule.terms().lapse()),
                OptionalLong.empty());
    }

    private Optional<Refused> tooMuch(String asker) {
        if (scene.clockBehind()) {
            return Optional.of(Refusals.clockBehind());
        }
        long pending = scene.state().pendingRequests().stream()
                .filter(request -> request.person().equals(asker))
                .count();
        long open = scene.state().openGrants().stream()
                .filter(grant -> grant.person().equals(asker))
                .count();
        return pending < MAX_PENDING && open < MAX_OPEN
                ? Optional.empty()
                : Optional.of(new Refused(
                        Reason.TOO_MANY,
                        "you have " + pending + " requests that wait and " + open + " open grants, which is the most",
                        "withdraw or release what you do not need"));
    }

    private Optional<Refused> unfit(Wish wish) {
        if (wish.targets().isEmpty() || wish.targets().size() > MAX_TARGETS) {
            return Optional.of(new Refused(
                    Reason.UNFIT,
                    "a request names 1 to " + MAX_TARGETS + " targets, and this one "
                            + wish.targets().size(),
                    "'ssh bastion targets' lists those that you may ask for"));
        }
        if (wish.length()
                .filter(length -> length.compareTo(Duration.ofSeconds(1)) < 0)
                .isPresent()) {
            return Optional.of(new Refused(Reason.UNFIT, "the length is under a second", "say how long: --for 45m"));
        }
        return Words.reasonFault(wish.reason()).or(() -> Words.ticketFault(wish.ticket()));
    }

    /** A grant whose whole time lies outside the rule's hours would be of no use. */
    private Optional<Refused> closedAllAlong(Rule rule, Asking asking) {
        Duration length = asking.length().orElse(rule.terms().byDefault());
        Instant last = scene.now()
                .plus(length)
                .plus(rule.terms().lapse())
                .plus(rule.terms().latestStart().orElse(Duration.ZERO));
        return closedUntil(rule, last);
    }

    Optional<Refused> closedUntil(Rule rule, Instant last) {
        Hours hours = rule.use().hours();
        return hours.openAt(scene.now())
                ? Optional.empty()
                : hours.opensNext(scene.now())
                        .filter(opening -> opening.isAfter(last))
                        .map(opening -> new Refused(
                                Reason.NO_RULE,
                                "the rule gives this only at: " + hours.text(),
                                "ask when it is open, from " + Times.left(opening, scene.now())));
    }

    /** Told now rather than by a request that nobody can answer. */
    private Optional<Refused> tooFewApprovers(Rule rule, Person asker) {
        int needed = rule.agreement().needed();
        int there = rule.agreement().filled(Approvers.groups(scene.approvers(rule, asker.name())));
        return there >= needed
                ? Optional.empty()
                : Optional.of(new Refused(
                        Reason.NO_APPROVERS,
                        "this needs " + Sentences.approvals(needed) + " by others, and those besides you can give "
                                + there,
                        "ask an administrator to add people to "
                                + Sentences.listed(rule.agreement().quorums().stream()
                                        .map(Quorum::from)
                                        .toList())));
    }

    private static Optional<String> sole(List<String> open) {
        return open.size() == 1 ? Optional.of(open.getFirst()) : Optional.empty();
    }
}
