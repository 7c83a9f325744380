package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.policy.FactorEvent;
import dev.bastion.policy.PersonEvent;
import java.util.List;

/** When people appeared, were shut out and let in again, and lost a second factor. */
final class AccountChangeEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        SpanEvents events = grounds.events();
        List<String> appeared = events.of(PersonEvent.PeopleAppeared.class).stream()
                .flatMap(event -> event.people().stream())
                .toList();
        List<PersonEvent.PersonDisabled> disabled = events.of(PersonEvent.PersonDisabled.class);
        List<PersonEvent.PersonEnabled> enabled = events.of(PersonEvent.PersonEnabled.class);
        List<FactorEvent.FactorRemoved> removed = events.of(FactorEvent.FactorRemoved.class);
        if (appeared.size() + disabled.size() + enabled.size() + removed.size() == 0) {
            return new Finding.Nothing("no person appeared or was disabled or enabled in this span");
        }
        return new Showing()
                .figure("first named by the policy: " + listed(appeared))
                .figure("disabled: "
                        + listed(disabled.stream()
                                .map(event ->
                                        event.person() + " by " + event.by().orElse("the bastion itself"))
                                .toList()))
                .figure("enabled again: "
                        + listed(enabled.stream()
                                .map(event -> event.person() + " by " + event.by())
                                .toList()))
                .figure("second factors taken away: "
                        + listed(removed.stream()
                                .map(event -> event.person() + " by " + event.by())
                                .toList()))
                .finding();
    }
}
