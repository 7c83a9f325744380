package dev.bastion.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds what was asked or granted under an earlier policy against the one in force. */
final class Judge {

    private final AccessPolicy policy;

    Judge(AccessPolicy policy) {
        this.policy = policy;
    }

    /**
     * What speaks against granting the request now; nothing when it may be granted.
     *
     * @param total the whole length that the grant would then have
     */
    Optional<String> objection(AccessRequest request, Duration total) {
        return objection(
                        request.rule(),
                        request.person(),
                        request.targets(),
                        request.login(),
                        request.permits(),
                        Optional.of(total))
                .or(() -> wordsMissing(request));
    }

    /** What speaks against the grant going on; nothing when it may. A shorter maximum is for new grants only. */
    Optional<String> objection(Grant grant) {
        return objection(
                grant.rule(), grant.person(), grant.targets(), grant.login(), grant.permits(), Optional.empty());
    }

    private Optional<String> objection(
            String ruleName,
            String personName,
            List<String> targetNames,
            String login,
            Set<Permit> permits,
            Optional<Duration> length) {
        Optional<Person> person = policy.person(personName);
        if (person.isEmpty()) {
            return Optional.of("'" + personName + "' is no longer in the policy");
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
        List<Target> targets =
                targetNames.stream().flatMap(name -> named(name).stream()).toList();
        Asking asking = new Asking(person.get(), targets, Optional.of(login), permits, length);
        return switch (RuleMatcher.match(rule.get(), asking)) {
            case RuleMatch.Covers covers -> Optional.empty();
            case RuleMatch.Misses misses ->
                Optional.of("of rule '" + ruleName + "', "
                        + misses.misses().getFirst().why());
        };
    }

    /** By the very name: what was granted for a target does not pass to another that has taken its name as an alias. */
    private Optional<Target> named(String name) {
        return policy.target(name).filter(target -> target.name().equals(name));
    }

    private Optional<String> wordsMissing(AccessRequest request) {
        Rule rule = policy.rule(request.rule()).orElseThrow();
        if (rule.reasonRequired() && request.reason().isBlank()) {
            return Optional.of("of rule '" + rule.name() + "', it asks for a reason");
        }
        boolean ticketFits = rule.ticket().isEmpty()
                || request.ticket()
                        .filter(ticket -> rule.ticket().get().matches(ticket))
                        .isPresent();
        return ticketFits ? Optional.empty() : Optional.of("of rule '" + rule.name() + "', it asks for a ticket");
    }
}
