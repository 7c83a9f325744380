package dev.bastion.control;

import dev.bastion.policy.Permit;
import dev.bastion.policy.Wish;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What somebody wants to work on, asking or in an emergency. */
final class WishOptions {
    @Parameters(arity = "1..*", paramLabel = "TARGET", description = "what to work on; several may share one request")
    private List<String> targets;

    @Option(
            names = "--login",
            paramLabel = "LOGIN",
            description = "the account on the target; may be left out where only one is open")
    private String login;

    @Option(names = "--ticket", paramLabel = "TICKET", description = "the ticket that it belongs to")
    private String ticket;

    /**
     * The wish with what the command asks besides.
     *
     * @param length as it was typed; null when it was left out
     * @param permits none for all that the rule gives
     */
    Wish wish(String length, String reason, Set<Permit> permits) {
        return new Wish(
                targets,
                Optional.ofNullable(login),
                Optional.ofNullable(length).map(Typed::length),
                reason,
                Optional.ofNullable(ticket),
                permits);
    }
}
