package dev.bastion.report;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Person;
import dev.bastion.policy.Rule;
import dev.bastion.policy.SessionFacts;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of the policy is used: rules that nobody used, and persons by their last use. For one thread. */
public final class UseReport {
    private static final String NEVER = "never";

    private final AccessState state;
    private final AccessPolicy policy;

    /** Of that policy, by what the ledger says. */
    public UseReport(AccessState state, AccessPolicy policy) {
        this.state = requireNonNull(state, "state is null");
        this.policy = requireNonNull(policy, "policy is null");
    }

    /** Each rule with what was asked, given and used under it in the span; those that nobody used come first. */
    public Report rules(Span span) {
        Map<String, Long> asked = count(state.requests().stream()
                .filter(request -> span.holds(request.at()))
                .map(AccessRequest::rule));
        Map<String, Long> given = count(state.grants().stream()
                .filter(grant -> span.holds(grant.approvedAt()))
                .map(Grant::rule));
        Map<String, Long> used = count(state.sessions().stream()
                .filter(session -> span.holds(session.opened()))
                .flatMap(session -> state.grant(session.grant()).stream())
                .map(Grant::rule));
        List<List<String>> rows = policy.rules().stream()
                .map(Rule::name)
                .sorted(Comparator.comparing((String rule) -> used.getOrDefault(rule, 0L))
                        .thenComparing(rule -> given.getOrDefault(rule, 0L)))
                .map(rule -> List.of(
                        rule,
                        text(asked, rule),
                        text(given, rule),
                        text(used, rule),
                        used.containsKey(rule) ? "yes" : "no"))
                .toList();
        return new Report(
                "Rules and their use from " + Report.time(span.since()) + " to " + Report.time(span.until()),
                List.of("a rule that nobody used is one that may go"),
                List.of("rule", "requests", "grants", "sessions", "used"),
                rows);
    }

    /** Each person of the policy with their groups and their last use, whoever was not here for longest first. */
    public Report people() {
        Map<String, Instant> requests = newest(state.requests().stream(), AccessRequest::person, AccessRequest::at);
        Map<String, Instant> sessions = newest(state.sessions().stream(), SessionFacts::person, SessionFacts::opened);
        List<List<String>> rows = policy.people().stream()
                .sorted(Comparator.comparing(
                        (Person person) -> last(person, requests, sessions).orElse(Instant.MIN)))
                .map(person -> List.of(
                        person.name(),
                        String.join(" ", person.groups()),
                        Integer.toString(person.keys().size()),
                        state.factor(person.name()).isPresent() ? "yes" : "no",
                        text(requests, person),
                        text(sessions, person)))
                .toList();
        return new Report(
                "Persons by last use",
                List.of(rows.size() + " persons; times are UTC"),
                List.of("person", "groups", "keys", "second_factor", "last_request", "last_session"),
                rows);
    }

    private static Optional<Instant> last(Person person, Map<String, Instant> requests, Map<String, Instant> sessions) {
        return Stream.of(requests, sessions)
                .flatMap(times -> Stream.ofNullable(times.get(person.name())))
                .max(Comparator.naturalOrder());
    }

    private static <T> Map<String, Instant> newest(
            Stream<T> things, Function<T, String> whose, Function<T, Instant> when) {
        return things.collect(Collectors.toMap(whose, when, (one, other) -> one.isAfter(other) ? one : other));
    }

    private static Map<String, Long> count(Stream<String> names) {
        return names.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static String text(Map<String, Long> counts, String name) {
        return Long.toString(counts.getOrDefault(name, 0L));
    }

    private static String text(Map<String, Instant> times, Person person) {
        return Optional.ofNullable(times.get(person.name())).map(Report::time).orElse(NEVER);
    }
}
