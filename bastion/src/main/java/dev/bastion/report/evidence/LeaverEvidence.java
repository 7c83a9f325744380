package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.policy.Disabling;
import dev.bastion.policy.PersonEvent;
import java.util.List;

/** Whether people who were shut out have anything left. */
final class LeaverEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<PersonEvent.PersonDisabled> disabled = grounds.events().of(PersonEvent.PersonDisabled.class);
        List<Disabling> now = grounds.state().disablings();
        if (disabled.isEmpty() && now.isEmpty()) {
            return new Finding.Nothing("nobody was disabled in this span, and nobody is now");
        }
        return new Showing()
                .figure("disabled in this span: "
                        + listed(disabled.stream()
                                .map(event ->
                                        event.person() + " by " + event.by().orElse("the bastion itself"))
                                .toList()))
                .figure("disabled now: %d, of them with a grant or a certificate that opens anything: %d"
                        .formatted(now.size(), open(grounds, now).size()))
                .gapOf("disabled, and has something that opens", open(grounds, now))
                .finding();
    }

    private static List<String> open(Grounds grounds, List<Disabling> disabled) {
        return disabled.stream()
                .map(Disabling::person)
                .filter(person ->
                        !grounds.state().liveGrants(person, grounds.now()).isEmpty()
                                || grounds.state().certificatesOf(person).stream()
                                        .anyMatch(certificate -> certificate.usable(grounds.now())))
                .toList();
    }
}
