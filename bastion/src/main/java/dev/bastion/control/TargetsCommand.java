package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Ids;
import dev.bastion.policy.Person;
import dev.bastion.policy.Target;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

@Command(name = "targets")
final class TargetsCommand extends ControlCommand {
    @Override
    Outcome run(Call call) {
        Person person = call.person();
        List<Target> open = call.policy().targetsOpenTo(person);
        ArrayNode json = Json.array();
        Table table = new Table("TARGET", "ALIASES", "LOGINS", "LABELS", "ACCESS");
        for (Target target : open) {
            Optional<Grant> grant = best(call, target);
            List<String> logins = call.policy().loginsOpenTo(person, target);
            json.add(json(target, logins, grant));
            table.row(
                    target.name(),
                    String.join(",", target.aliases()),
                    String.join(",", logins),
                    labels(target),
                    access(call, grant));
        }
        Outcome.Answered answer = Outcome.answer(Json.object().set("targets", json), Page.of(table));
        return open.isEmpty() ? answer.note("no rule of the access policy lets you ask for anything") : answer;
    }

    private static ObjectNode json(Target target, List<String> logins, Optional<Grant> grant) {
        ObjectNode json = Json.object().put("name", target.name()).put("port", target.port());
        json.set("aliases", Json.strings(target.aliases()));
        json.set("logins", Json.strings(logins));
        ObjectNode labels = json.putObject("labels");
        target.labels().forEach(labels::put);
        json.put("grant", grant.map(Grant::id).map(Ids::grant).orElse(null));
        return json;
    }

    private static String labels(Target target) {
        return target.labels().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }

    private static Cell access(Call call, Optional<Grant> grant) {
        return grant.map(live -> new Cell(
                        live.end()
                                .map(end -> "until " + call.wording().moment(end))
                                .orElse("from first use"),
                        Tone.GOOD))
                .orElse(new Cell("on request", Tone.PAST));
    }

    /** Of several live grants the one that ends last, as a tunnel would choose. */
    private static Optional<Grant> best(Call call, Target target) {
        return call.state().liveGrants(call.name(), call.now()).stream()
                .filter(grant -> grant.targets().contains(target.name()))
                .max(Comparator.comparing(grant -> grant.end().orElse(Instant.MIN)));
    }
}
