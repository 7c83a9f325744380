package dev.bastion.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.policy.PolicyDiff;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "diff", description = "say who gains and who loses what between two policies", sortOptions = false)
final class DiffCommand implements Callable<Integer> {
    private static final int NAMED = 5;

    private final Surroundings around;

    @Parameters(index = "0", paramLabel = "OLD", description = "a policy like access.yaml")
    Path old;

    @Parameters(index = "1", paramLabel = "NEW", description = "the one that takes its place")
    Path now;

    @Option(names = "--json", description = "for programs, with every name")
    boolean json;

    DiffCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        PolicyDiff.Changes changes = PolicyDiff.between(PolicyOption.read(old, around), PolicyOption.read(now, around));
        if (json) {
            around.out()
                    .println(new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(json(changes)));
        } else {
            print(changes);
        }
        return ExitCode.DONE;
    }

    private void print(PolicyDiff.Changes changes) {
        if (changes.none()) {
            around.out().println("nobody gains or loses anything");
        }
        changes.rights().forEach(change -> {
            around.out()
                    .println("%s on %s as %s".formatted(some(change.people()), some(change.targets()), change.login()));
            print(change.lost(), change.gained());
        });
        changes.duties().forEach(change -> {
            around.out().println("%s, duties".formatted(some(change.people())));
            print(change.lost(), change.gained());
        });
        printRules(changes);
    }

    private void printRules(PolicyDiff.Changes changes) {
        if (!changes.rulesGone().isEmpty() || !changes.rulesNew().isEmpty()) {
            around.out().println("rules, by name: open grants end with theirs");
            print(changes.rulesGone(), changes.rulesNew());
        }
    }

    private void print(List<String> lost, List<String> gained) {
        lost.forEach(what -> around.out().println("  - " + what));
        gained.forEach(what -> around.out().println("  + " + what));
    }

    /** {@code alice, bob and 40 more}. */
    private static String some(Collection<String> names) {
        String first = String.join(", ", names.stream().limit(NAMED).toList());
        return names.size() <= NAMED ? first : "%s and %d more".formatted(first, names.size() - NAMED);
    }

    private static ObjectNode json(PolicyDiff.Changes changes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode rights = json.putArray("rights");
        changes.rights().forEach(change -> {
            ObjectNode one = rights.addObject();
            one.set("people", strings(change.people()));
            one.set("targets", strings(change.targets()));
            one.put("login", change.login());
            one.set("lost", strings(change.lost()));
            one.set("gained", strings(change.gained()));
        });
        ArrayNode duties = json.putArray("duties");
        changes.duties().forEach(change -> {
            ObjectNode one = duties.addObject();
            one.set("people", strings(change.people()));
            one.set("lost", strings(change.lost()));
            one.set("gained", strings(change.gained()));
        });
        ObjectNode rules = json.putObject("rules");
        rules.set("lost", strings(changes.rulesGone()));
        rules.set("gained", strings(changes.rulesNew()));
        return json;
    }

    private static ArrayNode strings(Collection<String> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(array::add);
        return array;
    }
}
