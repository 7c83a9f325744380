package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;

import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.Ids;
import java.util.List;
import java.util.stream.Stream;

/** Whether requests say why, and for which ticket. */
final class ReasonEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<AccessRequest> requests = grounds.requests();
        if (requests.isEmpty()) {
            return new Finding.Nothing("nothing was asked for in this span");
        }
        List<String> silent =
                ids(requests.stream().filter(request -> request.reason().isBlank()));
        List<String> without =
                ids(requests.stream().filter(request -> request.ticket().isEmpty()));
        return new Showing()
                .figure("%s: %d with a reason, %d with a ticket"
                        .formatted(
                                counted(requests.size(), "request", "requests"),
                                requests.size() - silent.size(),
                                requests.size() - without.size()))
                .gapOf("without a reason", silent)
                .gapOf("without a ticket", without)
                .gapOf(
                        "rules that ask for no ticket",
                        grounds.rules(rule -> rule.papers().ticket().isEmpty()))
                .finding();
    }

    private static List<String> ids(Stream<AccessRequest> requests) {
        return requests.map(request -> Ids.request(request.id())).toList();
    }
}
