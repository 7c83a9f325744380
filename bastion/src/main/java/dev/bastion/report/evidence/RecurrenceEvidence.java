package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.policy.PersonEvent;
import java.util.List;

/** Who was given the same again and again. */
final class RecurrenceEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<String> recurring = grounds.events().of(PersonEvent.AccessRecurring.class).stream()
                .map(event -> "%s on %s, %d times under %s"
                        .formatted(event.person(), event.target(), event.times(), event.rule()))
                .toList();
        if (recurring.isEmpty()) {
            return new Finding.Nothing("nobody was given the same target again and again in this span");
        }
        return new Showing()
                .figure("proposals to review a rule: " + listed(recurring))
                .finding();
    }
}
