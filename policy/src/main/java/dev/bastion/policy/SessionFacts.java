package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.Optional;

/**
 * What the ledger knows of one session.
 *
 * @param source address and port that the person came from
 * @param bastion which of those that share the ledger it lives in; empty where that is not known
 */
public record SessionFacts(
        long session,
        long grant,
        String person,
        String target,
        String login,
        String source,
        SessionForm form,
        Optional<String> bastion,
        Instant opened,
        SessionState state) {

    public SessionFacts {
        Checks.id(session, "session");
        Checks.id(grant, "grant");
        Checks.filled(person, "person");
        Checks.filled(target, "target");
        Checks.filled(login, "login");
        requireNonNull(source, "source is null");
        requireNonNull(form, "form is null");
        requireNonNull(bastion, "bastion is null");
        requireNonNull(opened, "opened is null");
        requireNonNull(state, "state is null");
    }

    public boolean open() {
        return state instanceof SessionState.Open;
    }

    /** Whether it lives in that one of the bastions that share the ledger, as far as anybody knows. */
    public boolean livesIn(String name) {
        return bastion.isEmpty() || bastion.get().equals(name);
    }

    SessionFacts with(SessionState newState) {
        return new SessionFacts(session, grant, person, target, login, source, form, bastion, opened, newState);
    }
}
