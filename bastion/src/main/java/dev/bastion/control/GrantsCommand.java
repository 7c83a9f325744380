package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.bastion.policy.Grant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "grants")
final class GrantsCommand extends ControlCommand {
    @Option(names = "--all", description = "those that have ended too")
    boolean all;

    @Option(names = "--person", paramLabel = "PERSON", description = "only this person's")
    String person;

    @Override
    Outcome run(Call call) {
        boolean administers = call.policy().mayAdminister(call.person());
        List<GrantView> shown = call.state().grants().stream()
                .filter(grant -> administers || grant.person().equals(call.name()))
                .filter(grant -> person == null || grant.person().equals(person))
                .map(grant -> GrantView.of(grant, call))
                .filter(view -> all || view.usable(call))
                .toList();
        Outcome.Answered answer = answer(shown, call);
        return shown.isEmpty()
                ? answer.note("no grant").hint("ssh bastion request TARGET --for 45m --reason TEXT")
                : answer;
    }

    private static Outcome.Answered answer(List<GrantView> shown, Call call) {
        ArrayNode json = Json.array();
        Table table = GrantView.table();
        shown.forEach(view -> {
            json.add(view.json(call));
            view.addTo(table, call);
        });
        return Outcome.answer(Json.object().set("grants", json), Page.of(table));
    }

    /** The person's own that may be used now. */
    static List<GrantView> own(Call call) {
        List<Grant> live = call.state().liveGrants(call.name(), call.now());
        return live.stream().map(grant -> GrantView.of(grant, call)).toList();
    }
}
