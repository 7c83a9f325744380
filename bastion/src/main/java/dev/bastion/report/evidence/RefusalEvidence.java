package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;
import static dev.bastion.report.evidence.Showing.listed;

/** Attempts that came to nothing. */
final class RefusalEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        SpanEvents events = grounds.events();
        if (events.refusedLogins() + events.wrongCodes() + grounds.recordings().refusals() == 0) {
            return new Finding.Nothing("no attempt was refused in this span; those that are get counted");
        }
        return new Showing()
                .figure("%s from %s; %s; refused within sessions: %d"
                        .formatted(
                                counted(events.refusedLogins(), "refused login", "refused logins"),
                                counted(events.refusedAddresses().size(), "address", "addresses"),
                                counted(events.wrongCodes(), "wrong code", "wrong codes"),
                                grounds.recordings().refusals()))
                .figure("addresses: " + listed(events.refusedAddresses()))
                .finding();
    }
}
