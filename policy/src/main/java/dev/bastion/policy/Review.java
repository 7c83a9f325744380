package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The review that a grant owes once it has ended.
 *
 * @param person whose grant it was
 * @param rule the name of the rule that it was given under
 * @param breakGlass whether it was taken in an emergency
 * @param due until when it is to be signed off
 * @param by the groups whose people sign it off; whoever reviews its targets when empty
 * @param told whether it is written that nobody did in time
 * @param signOff empty while it waits
 */
public record Review(
        long grant,
        String person,
        String rule,
        boolean breakGlass,
        Instant due,
        Set<String> by,
        boolean told,
        Optional<SignOff> signOff) {

    public Review {
        Checks.id(grant, "grant");
        Checks.filled(person, "person");
        Checks.filled(rule, "rule");
        requireNonNull(due, "due is null");
        by = Checks.names(by, "by");
        requireNonNull(signOff, "signOff is null");
    }

    /**
     * How it came out.
     *
     * @param note empty when there was nothing to say
     */
    public record SignOff(String by, Verdict verdict, String note, Instant at) {
        public SignOff {
            Checks.filled(by, "by");
            requireNonNull(verdict, "verdict is null");
            requireNonNull(note, "note is null");
            requireNonNull(at, "at is null");
        }
    }

    /** Whether it waits for its sign-off. */
    public boolean waits() {
        return signOff.isEmpty();
    }

    /** Whether it waits past its time. */
    public boolean overdue(Instant now) {
        return waits() && !due.isAfter(now);
    }

    Review asTold() {
        return new Review(grant, person, rule, breakGlass, due, by, true, signOff);
    }

    Review signed(SignOff how) {
        return new Review(grant, person, rule, breakGlass, due, by, told, Optional.of(how));
    }
}
