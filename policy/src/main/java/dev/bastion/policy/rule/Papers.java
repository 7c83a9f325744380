package dev.bastion.policy.rule;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a request must say.
 *
 * @param ticket what a ticket must look like, the whole of it; empty when none is asked for
 */
public record Papers(boolean reasonRequired, Optional<TicketPattern> ticket) {
    public Papers {
        requireNonNull(ticket, "ticket is null");
    }
}
