package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;

import dev.bastion.policy.FactorState;
import dev.bastion.policy.text.Durations;

/** After how many wrong codes nothing is looked at for how long. */
final class LockoutEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        SpanEvents events = grounds.events();
        long enrolled = grounds.policy().people().stream()
                .filter(person -> grounds.state().factor(person.name()).isPresent())
                .count();
        if (enrolled == 0 && events.wrongCodes() == 0) {
            return new Finding.Nothing("nobody has a second factor whose codes could be guessed");
        }
        return new Showing()
                .figure("%d wrong codes lock a second factor for %s; in this span %s, %s"
                        .formatted(
                                FactorState.MOST_FAILURES,
                                Durations.text(FactorState.LOCK),
                                counted(events.wrongCodes(), "wrong code", "wrong codes"),
                                counted(events.lockouts(), "lockout", "lockouts")))
                .finding();
    }
}
