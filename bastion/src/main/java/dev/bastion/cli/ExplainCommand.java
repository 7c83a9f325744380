package dev.bastion.cli;

import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.Asking;
import dev.bastion.policy.Permit;
import dev.bastion.policy.Person;
import dev.bastion.policy.Rule;
import dev.bastion.policy.RuleMatch;
import dev.bastion.policy.RuleMiss;
import dev.bastion.policy.Target;
import dev.bastion.policy.text.Durations;
import dev.bastion.policy.text.Times;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = "say which rule decides over a person's wish for a target, and why the others do not")
final class ExplainCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(index = "0", paramLabel = "PERSON")
    String person;

    @Parameters(index = "1", paramLabel = "TARGET", description = "by name or alias")
    String target;

    @Option(names = "--login", paramLabel = "LOGIN", description = "the account on the target; any when left out")
    String login;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "when it would be approved, like 2026-11-20T14:00:00Z; now when left out")
    String at;

    @Mixin
    ConfigOption config = new ConfigOption();

    ExplainCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        AccessPolicy policy = ConfigOption.policy(config.read(around));
        Person asker = policy.person(person)
                .orElseThrow(() -> new Complaint("there is no person '%s'".formatted(person), "look into access.yaml"));
        Target wanted = policy.target(target)
                .orElseThrow(() -> new Complaint("there is no target '%s'".formatted(target), "look into access.yaml"));
        Asking asking = new Asking(
                asker,
                List.of(wanted),
                Optional.ofNullable(login),
                Set.of(),
                Optional.empty(),
                false,
                "",
                Optional.empty(),
                approvedAt());
        policy.explain(asking).forEach(this::print);
        Optional<Rule> deciding = policy.deciding(asking);
        deciding.ifPresentOrElse(
                rule -> print(policy, rule, approvedAt()),
                () -> around.out().println("no rule lets %s ask for this".formatted(person)));
        return deciding.isPresent() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private void print(RuleMatch match) {
        String name = match.rule().name();
        switch (match) {
            case RuleMatch.Covers ignored -> around.out().println("rule %s covers it".formatted(name));
            case RuleMatch.Misses misses ->
                around.out()
                        .println("rule %s does not: %s"
                                .formatted(
                                        name,
                                        misses.misses().stream()
                                                .map(RuleMiss::why)
                                                .collect(Collectors.joining("; "))));
        }
    }

    private void print(AccessPolicy policy, Rule rule, Instant approved) {
        around.out()
                .println("rule %s decides: %s for %s, at most %s"
                        .formatted(
                                rule.name(),
                                rule.permits().stream()
                                        .sorted()
                                        .map(Permit::word)
                                        .collect(Collectors.joining(",")),
                                Durations.text(rule.terms().byDefault()),
                                Durations.text(rule.terms().max())));
        around.out().println(approvals(policy, rule));
        around.out().println(running(rule, approved));
    }

    private String approvals(AccessPolicy policy, Rule rule) {
        if (rule.agreement().needsNobody()) {
            return "the rule approves by itself";
        }
        String approvers =
                policy.approvers(rule, person).stream().map(Person::name).collect(Collectors.joining(", "));
        return "needs %d of: %s".formatted(rule.agreement().needed(), approvers.isEmpty() ? "nobody" : approvers);
    }

    private static String running(Rule rule, Instant approved) {
        Instant end = approved.plus(rule.terms().byDefault());
        return rule.terms()
                .latestStart()
                .map(latest -> "approved at %s it starts at first use, by %s at the latest"
                        .formatted(Times.clock(approved, approved), Times.clock(approved.plus(latest), approved)))
                .orElse("approved at %s it ends at %s"
                        .formatted(Times.clock(approved, approved), Times.clock(end, approved)));
    }

    private Instant approvedAt() {
        try {
            return at == null ? around.clock().instant() : Instant.parse(at);
        } catch (DateTimeParseException none) {
            throw new Complaint("'%s' is no time".formatted(at), "write it like 2026-11-20T14:00:00Z");
        }
    }
}
