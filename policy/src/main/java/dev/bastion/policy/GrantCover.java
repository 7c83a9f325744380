package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.rule.BreakGlass;
import dev.bastion.policy.rule.Terms;
import dev.bastion.policy.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds what a grant token says against a policy alone, without any ledger: for a signer that stands apart and believes
 * the bastion nothing that its own copy of people, targets and rules does not cover (THREATS T24). Immutable.
 */
public final class GrantCover {

    private final AccessPolicy policy;

    public GrantCover(AccessPolicy policy) {
        this.policy = requireNonNull(policy, "policy is null");
    }

    /**
     * A request that became a grant, or lengthened one.
     *
     * @param approvers who agreed to it, as far as whoever asks believes it
     */
    public record Agreed(AccessRequest request, Set<String> approvers) {
        public Agreed {
            requireNonNull(request, "request is null");
            approvers = Set.copyOf(approvers);
        }
    }

    /**
     * What speaks against the token; nothing when the policy covers it.
     *
     * @param agreed the request that became the grant, and behind it those that lengthened it
     */
    public Optional<String> objection(GrantToken token, List<Agreed> agreed) {
        if (agreed.isEmpty()) {
            return Optional.of("no request comes with the grant token");
        }
        AccessRequest first = agreed.getFirst().request();
        boolean same = first.id() == token.request()
                && first.person().equals(token.person())
                && first.login().equals(token.login())
                && Set.copyOf(first.targets()).containsAll(token.targets())
                && Set.copyOf(first.permits()).containsAll(token.permits());
        if (!same) {
            return Optional.of("the grant token says other than " + Ids.request(first.id()) + " asked for");
        }
        return agreed.stream()
                .flatMap(each -> foreign(token, first, each.request()).stream())
                .findFirst()
                .or(() -> covered(token, agreed));
    }

    private static Optional<String> foreign(GrantToken token, AccessRequest first, AccessRequest request) {
        boolean lengthens = request.extendsGrant().isPresent()
                && request.extendsGrant().getAsLong() == token.grant()
                && request.person().equals(token.person());
        boolean belongs = request.equals(first) ? request.extendsGrant().isEmpty() : lengthens;
        return belongs
                ? Optional.empty()
                : Optional.of(Ids.request(request.id()) + " does not belong to " + Ids.grant(token.grant()));
    }

    private Optional<String> covered(GrantToken token, List<Agreed> agreed) {
        Optional<Person> person = policy.person(token.person());
        if (person.isEmpty()) {
            return Optional.of("'" + token.person() + "' is not among the people here");
        }
        Optional<String> unknown = token.targets().stream()
                .filter(name ->
                        policy.target(name).filter(at -> at.name().equals(name)).isEmpty())
                .findFirst();
        if (unknown.isPresent()) {
            return Optional.of("'" + unknown.get() + "' is not among the targets here");
        }
        Duration total = Duration.ZERO;
        for (Agreed each : agreed) {
            total = total.plus(each.request().length());
            Optional<String> objection = covered(token, person.get(), each, total);
            if (objection.isPresent()) {
                return objection;
            }
        }
        return tooLong(token, agreed, total);
    }

    private Optional<String> covered(GrantToken token, Person person, Agreed agreed, Duration total) {
        AccessRequest request = agreed.request();
        Optional<Rule> rule = policy.rule(request.rule());
        if (rule.isEmpty()) {
            return Optional.of("there is no rule '" + request.rule() + "' here");
        }
        Asking asking = new Asking(
                person,
                token.targets().stream()
                        .flatMap(name -> policy.target(name).stream())
                        .toList(),
                Optional.of(token.login()),
                token.permits(),
                Optional.of(total),
                false,
                request.reason(),
                request.ticket(),
                request.at());
        return switch (RuleMatcher.match(rule.get(), asking)) {
            case RuleMatch.Misses misses ->
                Optional.of("of rule '" + rule.get().name() + "', "
                        + misses.misses().getFirst().why());
            case RuleMatch.Covers covers -> unapproved(token, rule.get(), asking, agreed, total);
        };
    }

    private Optional<String> unapproved(GrantToken token, Rule rule, Asking asking, Agreed agreed, Duration total) {
        if (token.breakGlass()) {
            return rule.breakGlass()
                            .map(BreakGlass::max)
                            .filter(most -> total.compareTo(most) <= 0)
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of("rule '" + rule.name() + "' gives no " + Durations.text(total) + " in an emergency");
        }
        if (RuleMatcher.approvesByItself(rule, asking)) {
            return Optional.empty();
        }
        Set<String> entitled = policy.approvers(rule, token.person()).stream()
                .map(Person::name)
                .filter(agreed.approvers()::contains)
                .collect(Collectors.toSet());
        int needed = Approvers.needed(rule.agreement(), agreed.request());
        int filled = new Approvers(policy).filled(rule, agreed.request(), entitled);
        return filled >= needed
                ? Optional.empty()
                : Optional.of("%s has %s of the %d that rule '%s' asks for"
                        .formatted(
                                Ids.request(agreed.request().id()), Sentences.approvals(filled), needed, rule.name()));
    }

    /** What a token can reach at the most: approved at the last moment, started at the last moment, for all that was asked. */
    private Optional<String> tooLong(GrantToken token, List<Agreed> agreed, Duration total) {
        AccessRequest first = agreed.getFirst().request();
        Terms terms = policy.rule(first.rule()).orElseThrow().terms();
        Instant latest = first.lapsesAt()
                .plus(terms.latestStart().orElse(Duration.ZERO))
                .plus(total)
                .plusSeconds(1);
        return token.expires().isAfter(latest)
                ? Optional.of(
                        "the grant token reaches to " + token.expires() + ", and what was asked for ends by " + latest)
                : Optional.empty();
    }
}
