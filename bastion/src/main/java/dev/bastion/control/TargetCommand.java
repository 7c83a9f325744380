package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.enrol.HostFindings;
import dev.bastion.policy.Target;
import dev.bastion.policy.text.HostPort;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reaches hosts of the policy alone, by its addresses: nothing that a client typed is ever looked up. */
@Command(name = "target")
final class TargetCommand extends ControlCommand {
    @Parameters(index = "0", paramLabel = "ACT", description = "check or scan")
    String act;

    @Parameters(index = "1", paramLabel = "TARGET", description = "which, by name or alias")
    String name;

    @Option(names = "--login", paramLabel = "LOGIN", description = "check only this login; all when left out")
    String login;

    @Override
    Outcome run(Call call) {
        if (!act.equals("check") && !act.equals("scan")) {
            throw new UsageException(
                    "'%s' is nothing that is done to a target".formatted(PlainText.line(act, 40)),
                    "ssh bastion target check NAME");
        }
        Optional<Target> target = call.policy().target(name);
        if (target.isEmpty()) {
            return Outcome.notFound("target '%s'".formatted(PlainText.line(name, 60)), "ssh bastion targets");
        }
        try {
            return act.equals("check") ? check(call, target.get()) : scan(call, target.get());
        } catch (IOException failed) {
            return Outcome.refused("unreachable", failed.getMessage(), "look whether the host is up");
        }
    }

    private Outcome check(Call call, Target target) throws IOException {
        if (login != null && !target.logins().contains(login)) {
            throw new UsageException(
                    "'%s' has no login '%s'".formatted(target.name(), PlainText.line(login, 60)),
                    "it has: " + String.join(", ", target.logins()));
        }
        ArrayNode array = Json.array();
        Table table = new Table("LOGIN", "RESULT");
        boolean all = true;
        for (String one : login == null ? target.logins() : List.of(login)) {
            Optional<String> problem = call.context().checks().problem(target, one, call.name());
            array.addObject()
                    .put("login", one)
                    .put("accepted", problem.isEmpty())
                    .put("problem", problem.orElse(null));
            table.row(one, problem.orElse("lets the bastion in"));
            all &= problem.isEmpty();
        }
        return shown(call, Outcome.answer(Json.object().set("logins", array), Page.of(table)), all);
    }

    private static Outcome scan(Call call, Target target) throws IOException {
        HostFindings findings =
                call.context().joining().look(new HostPort(target.address(), target.port()), Optional.of(target));
        Page page = new Page();
        boolean sound = findings.alarms().isEmpty();
        if (sound) {
            findings.lines().forEach(page::line);
        }
        ObjectNode json = Json.object().set("keys", Json.strings(findings.facts()));
        json.set("alarms", Json.strings(findings.alarms()));
        Outcome.Answered answer = Outcome.answer(json, page);
        for (String fact : findings.facts()) {
            answer = answer.note(fact);
        }
        for (String alarm : findings.alarms()) {
            answer = answer.note(alarm);
        }
        return shown(
                call,
                answer.hint(
                        "compare the fingerprints with ssh-keygen -lf on the host's own console before you pin them"),
                sound);
    }

    /** An answer that is whole, and says that something is wrong. */
    private static Outcome shown(Call call, Outcome.Answered answer, boolean sound) {
        if (sound) {
            return answer;
        }
        if (call.json()) {
            call.printer().answerLine(Json.line(answer.json()));
        } else {
            call.printer().answer(answer.page());
            answer.notes().forEach(call.printer()::say);
        }
        return new Outcome.Streamed(Exit.REFUSED);
    }
}
