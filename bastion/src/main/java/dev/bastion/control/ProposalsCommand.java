package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.bastion.policy.PersonEvent.AccessRecurring;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Who was given the same target five times within thirty days: a rule that fits better would spare the asking. */
@Command(name = "proposals")
final class ProposalsCommand extends ControlCommand {
    private static final Duration CURRENT = Duration.ofDays(30);

    @Option(names = "--all", description = "the older ones too, not those of the last 30 days alone")
    boolean all;

    @Override
    Outcome run(Call call) {
        List<AccessRecurring> shown = call.state().recurring().stream()
                .filter(found -> all || found.at().isAfter(call.now().minus(CURRENT)))
                .sorted(Comparator.comparing(AccessRecurring::at))
                .toList();
        ArrayNode json = Json.array();
        Table table = new Table("PERSON", "TARGET", "RULE", "GRANTS", "NOTICED");
        shown.forEach(found -> {
            json.addObject()
                    .put("person", found.person())
                    .put("target", found.target())
                    .put("rule", found.rule())
                    .put("grants", found.times())
                    .put("at", Json.time(found.at()));
            table.row(
                    found.person(),
                    found.target(),
                    found.rule(),
                    String.valueOf(found.times()),
                    call.wording().moment(found.at()));
        });
        Outcome.Answered answer = Outcome.answer(Json.object().set("proposals", json), Page.of(table));
        return shown.isEmpty()
                ? answer.note("nobody is given the same again and again")
                : answer.hint("look whether the rule fits what they do");
    }
}
