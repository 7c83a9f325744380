package dev.bastion.policy;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.rule.BreakGlass;
import dev.bastion.policy.rule.SecondFactor;
import dev.bastion.policy.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Decides over a wish to lengthen a grant: a request with the same approvals, within the rule's maximum in all. */
final class Extensions {

    private final Scene scene;
    private final Proofs proofs;

    Extensions(Scene scene, Proofs proofs) {
        this.scene = scene;
        this.proofs = proofs;
    }

    Decided<Decision> extend(String asker, long grantId, Duration more, String reason) {
        Optional<Person> person = scene.policy().person(asker);
        if (person.isEmpty()) {
            return Decided.nothing(Refusals.unknownPerson(asker));
        }
        Optional<Grant> grant =
                scene.state().grant(grantId).filter(known -> new Sight(scene.policy()).sees(person.get(), known));
        if (grant.isEmpty()) {
            return Decided.nothing(Refusals.noSuchGrant(grantId));
        }
        Optional<Refused> refused = refused(asker, grant.get(), more, reason);
        return refused.isPresent() ? Decided.nothing(refused.get()) : judged(grant.get(), more, reason.strip());
    }

    private Optional<Refused> refused(String asker, Grant grant, Duration more, String reason) {
        if (!grant.person().equals(asker)) {
            return Optional.of(Refusals.notAllowed(
                    Ids.grant(grant.id()) + " is " + grant.person() + "'s", "only they can ask to lengthen it"));
        }
        if (scene.clockBehind()) {
            return Optional.of(Refusals.clockBehind());
        }
        if (!scene.isUsable(grant)) {
            return Optional.of(Refusals.grantOver(grant, scene.state(), scene.now()));
        }
        if (more.compareTo(Duration.ofSeconds(1)) < 0) {
            return Optional.of(new Refused(Reason.UNFIT, "the length is under a second", "say how long: --for 30m"));
        }
        return Words.reasonFault(reason).or(() -> waitingAlready(grant));
    }

    private Optional<Refused> waitingAlready(Grant grant) {
        return scene.state().pendingRequests().stream()
                .filter(request -> request.extendsGrant().equals(OptionalLong.of(grant.id())))
                .filter(request -> request.lapsesAt().isAfter(scene.now()))
                .findFirst()
                .map(request -> new Refused(
                        Reason.TOO_MANY,
                        Ids.request(request.id()) + " already asks to lengthen " + Ids.grant(grant.id()),
                        "withdraw it first: ssh bastion withdraw " + Ids.request(request.id())));
    }

    private Decided<Decision> judged(Grant grant, Duration more, String reason) {
        Optional<Rule> rule = scene.policy().rule(grant.rule());
        if (rule.isPresent() && tooLong(grant, more, rule.get())) {
            return Decided.nothing(tooLongRefusal(grant, rule.get()));
        }
        AccessRequest request = requestOf(grant, more, reason, rule);
        Duration total = grant.length().plus(more);
        Optional<Refused> refused = rule.flatMap(known -> Words.missing(grant, known, reason, request.ticket()))
                .or(() -> new Judge(scene)
                        .objection(request, total)
                        .map(objection -> Refusals.policyChanged(Ids.grant(grant.id()), objection)))
                .or(() -> rule.flatMap(known -> new Factors(scene)
                        .missing(known.secondFactor(), SecondFactor.Act.REQUEST, grant.person(), proofs)));
        return refused.isPresent() ? Decided.nothing(refused.get()) : settled(request, rule.orElseThrow(), total);
    }

    /** What a rule approves by itself it lengthens by itself, if its condition holds for the whole length too. */
    private Decided<Decision> settled(AccessRequest request, Rule rule, Duration total) {
        Settlement settlement = new Settlement(scene);
        return new Judge(scene).approvesByItself(request, rule, total)
                ? settlement.byItself(request, rule)
                : settlement.made(request, rule);
    }

    static boolean tooLong(Grant grant, Duration more, Rule rule) {
        return grant.length().plus(more).compareTo(longest(grant, rule)) > 0;
    }

    /** What was taken in an emergency stays as short as an emergency may be. */
    private static Duration longest(Grant grant, Rule rule) {
        return grant.isBreakGlass()
                ? rule.breakGlass().map(BreakGlass::max).orElse(grant.length())
                : rule.terms().max();
    }

    static Refused tooLongRefusal(Grant grant, Rule rule) {
        Duration longest = longest(grant, rule);
        Duration left = longest.minus(grant.length());
        return new Refused(
                Reason.TOO_LONG,
                Ids.grant(grant.id()) + " may run for "
                        + Durations.text(longest) + " in all and was given "
                        + Durations.text(grant.length()),
                left.isPositive() ? "ask for at most " + Durations.text(left) : "ask anew: ssh bastion request");
    }

    /** The ticket is the one that the grant was asked for with; the request lapses with the grant at the latest. */
    private AccessRequest requestOf(Grant grant, Duration more, String reason, Optional<Rule> rule) {
        Instant end = grant.end().or(grant::latestStart).orElseThrow();
        Instant lapse =
                rule.map(known -> scene.now().plus(known.terms().lapse())).orElse(end);
        return new AccessRequest(
                scene.state().nextRequestId(),
                grant.person(),
                grant.targets(),
                grant.login(),
                grant.permits(),
                more,
                reason,
                scene.state().request(grant.request()).flatMap(AccessRequest::ticket),
                grant.rule(),
                scene.now(),
                lapse.isBefore(end) ? lapse : end,
                OptionalLong.of(grant.id()));
    }
}
