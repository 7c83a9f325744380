package dev.bastion.cli;

import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.Asking;
import dev.bastion.policy.Explanation;
import dev.bastion.policy.Permit;
import dev.bastion.policy.Person;
import dev.bastion.policy.Target;
import dev.bastion.policy.text.Durations;
import dev.bastion.policy.text.HostNames;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = "say which rule decides over a person's wish for targets, and why the others do not",
        sortOptions = false)
final class ExplainCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(index = "0", paramLabel = "PERSON")
    String person;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "TARGET", description = "by name or alias, in one request")
    List<String> targets;

    @Option(names = "--login", paramLabel = "LOGIN", description = "the account on the target; any when left out")
    String login;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "when it would be approved, like 2026-11-20T14:00:00Z; now when left out")
    String at;

    @Option(
            names = "--for",
            paramLabel = "LENGTH",
            description = "how long, like 45m; the rule's default when left out")
    String length;

    @Option(
            names = "--permit",
            split = ",",
            paramLabel = "PERMIT",
            description = "only this; several with commas; all that the rule gives when left out")
    List<String> permits = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "what the person would say")
    String reason = "";

    @Option(names = "--ticket", paramLabel = "TICKET", description = "the ticket that they would name")
    String ticket;

    @Option(names = "--from", paramLabel = "ADDRESS", description = "the IP address that they would connect from")
    String from;

    @Mixin
    PolicyOption policy = new PolicyOption();

    ExplainCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        AccessPolicy read = policy.read(around);
        Person asker = read.person(person)
                .orElseThrow(() -> new Complaint("there is no person '%s'".formatted(person), "look into access.yaml"));
        List<Target> wanted =
                targets.stream().map(name -> target(read, name)).distinct().toList();
        Explanation explanation = Explanation.of(
                read,
                new Asking(
                        asker,
                        wanted,
                        Optional.ofNullable(login),
                        permits(),
                        length(),
                        false,
                        reason,
                        Optional.ofNullable(ticket),
                        approvedAt()),
                source());
        explanation.lines().forEach(around.out()::println);
        return explanation.deciding().isPresent() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private static Target target(AccessPolicy read, String name) {
        return read.target(name)
                .orElseThrow(() -> new Complaint("there is no target '%s'".formatted(name), "look into access.yaml"));
    }

    private Set<Permit> permits() {
        Set<Permit> all = EnumSet.noneOf(Permit.class);
        permits.forEach(word -> all.add(Permit.of(word)
                .orElseThrow(() -> new Complaint("there is no permit '%s'".formatted(word), "--permit shell,exec"))));
        return all;
    }

    private Optional<Duration> length() {
        return Optional.ofNullable(length)
                .map(typed -> Durations.parse(typed)
                        .filter(Duration::isPositive)
                        .orElseThrow(() -> new Complaint("'%s' is no length of time".formatted(typed), "--for 45m")));
    }

    private Optional<InetAddress> source() {
        return Optional.ofNullable(from)
                .map(typed -> HostNames.address(typed)
                        .orElseThrow(() -> new Complaint("'%s' is no IP address".formatted(typed), "--from 10.1.2.3")));
    }

    private Instant approvedAt() {
        try {
            return at == null ? around.clock().instant() : Instant.parse(at);
        } catch (DateTimeParseException none) {
            throw new Complaint("'%s' is no time".formatted(at), "write it like 2026-11-20T14:00:00Z");
        }
    }
}
