package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.policy.Ids;
import dev.bastion.policy.Incident;
import java.util.List;

/** What reviews found that had not been asked for. */
final class IncidentEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<Incident> incidents = grounds.state().incidents().stream()
                .filter(incident -> grounds.span().holds(incident.at()))
                .toList();
        if (incidents.isEmpty()) {
            return new Finding.Nothing("no review of this span found a deviation");
        }
        return new Showing()
                .figure("incidents opened: "
                        + listed(incidents.stream()
                                .map(incident -> "%s of %s by %s"
                                        .formatted(
                                                Ids.incident(incident.id()),
                                                Ids.grant(incident.grant()),
                                                incident.by()))
                                .toList()))
                .finding();
    }
}
