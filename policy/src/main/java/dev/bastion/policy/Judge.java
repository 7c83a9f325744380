package dev.bastion.policy;

import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.rule.BreakGlass;
import dev.bastion.policy.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Holds what was asked or granted under an earlier policy against the one in force. */
final class Judge {

    private final AccessPolicy policy;
    private final AccessState state;
    private final Holds holds;

    Judge(Scene scene) {
        this.policy = scene.policy();
        this.state = scene.state();
        this.holds = new Holds(scene);
    }

    /**
     * What speaks against granting the request now; nothing when it may be granted.
     *
     * @param total the whole length that the grant would then have
     */
    Optional<String> objection(AccessRequest request, Duration total) {
        return objection(request.rule(), request.person(), request.targets(), known -> of(known, request, total))
                .or(() -> extended(request).flatMap(grant -> emergencyMissed(grant, total)))
                .or(() -> wordsMissing(request))
                .or(() -> heldBack(request));
    }

    /** What speaks against the grant going on; nothing when it may. A shorter maximum is for new grants only. */
    Optional<String> objection(Grant grant) {
        return objection(grant.rule(), grant.person(), grant.targets(), known -> of(known, grant))
                .or(() -> emergencyMissed(grant, Duration.ZERO));
    }

    /** Whether the rule, which covers the request, approves it by itself. */
    boolean approvesByItself(AccessRequest request, Rule rule, Duration total) {
        return policy.person(request.person())
                .filter(person -> RuleMatcher.approvesByItself(
                        rule, of(new Known(person, targets(request.targets())), request, total)))
                .isPresent();
    }

    private record Known(Person person, List<Target> targets) {}

    private interface Held {
        Asking asking(Known known);
    }

    private Optional<String> objection(String ruleName, String personName, List<String> targetNames, Held held) {
        Optional<Person> person = policy.person(personName);
        if (person.isEmpty()) {
            return Optional.of("'" + personName + "' is no longer in the policy");
        }
        if (state.disabling(personName).isPresent()) {
            return Optional.of("'" + personName + "' is disabled");
        }
        Optional<String> gone =
                targetNames.stream().filter(name -> named(name).isEmpty()).findFirst();
        if (gone.isPresent()) {
            return Optional.of("target '" + gone.get() + "' is no longer in the policy");
        }
        Optional<Rule> rule = policy.rule(ruleName);
        if (rule.isEmpty()) {
            return Optional.of("rule '" + ruleName + "' is no longer in the policy");
        }
        Asking asking = held.asking(new Known(person.get(), targets(targetNames)));
        return switch (RuleMatcher.match(rule.get(), asking)) {
            case RuleMatch.Covers covers -> Optional.empty();
            case RuleMatch.Misses misses ->
                Optional.of("of rule '" + ruleName + "', "
                        + misses.misses().getFirst().why());
        };
    }

    private static Asking of(Known known, AccessRequest request, Duration total) {
        return new Asking(
                known.person(),
                known.targets(),
                Optional.of(request.login()),
                request.permits(),
                Optional.of(total),
                false,
                request.reason(),
                request.ticket(),
                request.at());
    }

    /** With what was said when it was asked for: what was true of that does not change. */
    private Asking of(Known known, Grant grant) {
        Optional<AccessRequest> request = state.request(grant.request());
        return new Asking(
                known.person(),
                known.targets(),
                Optional.of(grant.login()),
                grant.permits(),
                Optional.of(grant.length()),
                true,
                request.map(AccessRequest::reason).orElse(""),
                request.flatMap(AccessRequest::ticket),
                request.map(AccessRequest::at).orElse(grant.approvedAt()));
    }

    private List<Target> targets(List<String> names) {
        return names.stream().flatMap(name -> named(name).stream()).toList();
    }

    /** By the very name: what was granted for a target does not pass to another that has taken its name as an alias. */
    private Optional<Target> named(String name) {
        return policy.target(name).filter(target -> target.name().equals(name));
    }

    private Optional<String> heldBack(AccessRequest request) {
        return policy.rule(request.rule())
                .flatMap(rule -> holds.of(rule, request.person()))
                .map(Refused::sentence);
    }

    private Optional<Grant> extended(AccessRequest request) {
        return request.extendsGrant().isPresent()
                ? state.grant(request.extendsGrant().getAsLong())
                : Optional.empty();
    }

    /** What was taken in an emergency needs a rule that knows emergencies, and of that length. */
    private Optional<String> emergencyMissed(Grant grant, Duration total) {
        if (!grant.isBreakGlass()) {
            return Optional.empty();
        }
        Optional<Duration> most =
                policy.rule(grant.rule()).flatMap(Rule::breakGlass).map(BreakGlass::max);
        if (most.isEmpty()) {
            return Optional.of("rule '" + grant.rule() + "' gives nothing without approval any more");
        }
        return most.filter(max -> total.compareTo(max) > 0)
                .map(max -> "rule '" + grant.rule() + "' gives at most " + Durations.text(max) + " in an emergency");
    }

    private Optional<String> wordsMissing(AccessRequest request) {
        Rule rule = policy.rule(request.rule()).orElseThrow();
        return extended(request)
                .map(grant -> Words.missing(grant, rule, request.reason(), request.ticket()))
                .orElseGet(() -> Words.missing(rule, request.reason(), request.ticket()))
                .map(missing -> "of rule '" + rule.name() + "', " + missing.sentence());
    }
}
