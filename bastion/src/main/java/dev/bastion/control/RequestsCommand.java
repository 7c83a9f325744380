package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.Person;
import dev.bastion.policy.RequestState;
import dev.bastion.policy.Rule;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "requests")
final class RequestsCommand extends ControlCommand {
    private static final int SHOWN = 50;

    @Option(names = "--pending", description = "only what waits for an answer")
    boolean pending;

    @Option(names = "--all", description = "the whole history, not the newest 50")
    boolean all;

    @Override
    Outcome run(Call call) {
        List<RequestView> found = visible(call).stream()
                .filter(view -> !pending || view.waits(call))
                .toList();
        List<RequestView> shown =
                all || pending ? found : found.subList(Math.max(0, found.size() - SHOWN), found.size());
        ArrayNode json = Json.array();
        shown.forEach(view -> json.add(view.json(call)));
        Outcome.Answered answer = Outcome.answer(Json.object().set("requests", json), addTo(new Page(), shown, call));
        return shown.isEmpty() ? answer.note(pending ? "nothing waits" : "nothing was asked for") : answer;
    }

    /** The requests as a table, and beneath it what their approvers said. */
    static Page addTo(Page page, List<RequestView> views, Call call) {
        Table table = RequestView.table();
        views.forEach(view -> view.addTo(table, call));
        page.table(table);
        views.forEach(view -> view.addApprovals(page));
        return page;
    }

    /** One's own, those one may decide, and for an administrator everybody's. */
    private static List<RequestView> visible(Call call) {
        Person person = call.person();
        boolean administers = call.policy().mayAdminister(person);
        return call.state().requests().stream()
                .filter(request -> administers || own(request, person) || decides(call, request, person))
                .map(request -> RequestView.of(request, call))
                .toList();
    }

    /** Those that wait for this person's answer. */
    static List<RequestView> waitingFor(Call call) {
        Person person = call.person();
        return call.state().pendingRequests().stream()
                .filter(request -> !own(request, person) && decides(call, request, person))
                .map(request -> RequestView.of(request, call))
                .filter(view -> view.waits(call) && !approvedBy(view, person))
                .toList();
    }

    private static boolean own(AccessRequest request, Person person) {
        return request.person().equals(person.name());
    }

    private static boolean decides(Call call, AccessRequest request, Person person) {
        Optional<Rule> rule = call.policy().rule(request.rule());
        return rule.isPresent() && call.policy().mayApprove(person, rule.get());
    }

    private static boolean approvedBy(RequestView view, Person person) {
        return view.state() instanceof RequestState.Pending waiting
                && waiting.approvals().stream().anyMatch(yes -> yes.by().equals(person.name()));
    }
}
