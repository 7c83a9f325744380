package dev.bastion.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** All that one decision is taken from: what has happened, the policy in force, the time. For one thread. */
record Scene(AccessState state, AccessPolicy policy, Instant now, GrantTokenSigner signer) {

    /** How far the clock may be behind the ledger: clocks of several bastions differ, and leap. */
    static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    /** After so long an act is said to be written late. */
    private static final Duration PROMPT = Duration.ofSeconds(1);

    /** Whether nobody can say how much of any grant is left. */
    boolean clockBehind() {
        return state.newest().isAfter(now.plus(CLOCK_TOLERANCE));
    }

    /** Whether something that took effect then is written only now. */
    boolean late(Instant effect) {
        return now.isAfter(effect.plus(PROMPT));
    }

    /** Who may approve what that person asks for under that rule, and can. */
    List<Person> approvers(Rule rule, String asker) {
        return policy.approvers(rule, asker).stream()
                .filter(person -> state.disabling(person.name()).isEmpty())
                .toList();
    }

    boolean isOpen(Grant grant) {
        return !(state.grantState(grant.id()).orElseThrow() instanceof GrantState.Ended);
    }

    /** Whether the grant can be used now. */
    boolean isUsable(Grant grant) {
        return isOpen(grant) && grant.inTime(now);
    }
}
