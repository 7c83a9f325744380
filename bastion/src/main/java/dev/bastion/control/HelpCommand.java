package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.policy.Duty;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "help")
final class HelpCommand extends ControlCommand {
    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "the command to say more about")
    String command;

    @Override
    Outcome run(Call call) {
        if (command == null) {
            return all();
        }
        return Verb.of(command)
                .map(HelpCommand::about)
                .orElseThrow(() -> new UsageException(
                        "there is no command '%s'".formatted(PlainText.line(command, 40)), "ssh bastion help"));
    }

    /** What one command takes. */
    static Outcome about(Verb verb) {
        Usage usage = Usage.of(verb);
        Page page = new Page().line(usage.synopsis()).line(verb.does());
        verb.needs().ifPresent(duty -> page.line("needs the duty " + duty.word()));
        Table table = new Table("WORD", "MEANS").withSentences();
        ArrayNode words = Json.array();
        usage.arguments().forEach(argument -> {
            table.row(argument.written(), argument.means());
            words.add(Json.object().put("word", argument.written()).put("means", argument.means()));
        });
        ObjectNode json = Json.object()
                .put("command", verb.word())
                .put("does", verb.does())
                .put("synopsis", usage.synopsis())
                .put("needs", verb.needs().map(duty -> duty.word()).orElse(null));
        json.set("arguments", words);
        return Outcome.answer(json, page.table(table));
    }

    /** The commands in the order of the table, each with the duty that it needs. */
    private static Table commands() {
        Table table = new Table("COMMAND", "DOES").withSentences();
        for (Verb verb : Verb.values()) {
            table.row(
                    verb.word(),
                    verb.does()
                            + verb.needs().map(duty -> " (" + duty.word() + ")").orElse(""));
        }
        return table;
    }

    /** Those that somebody with these duties can do something with. */
    static Table commandsWith(Set<Duty> duties) {
        Table table = new Table("COMMAND", "DOES").withSentences();
        for (Verb verb : Verb.values()) {
            if (verb.needs().isEmpty() || duties.contains(verb.needs().get())) {
                table.row(verb.word(), verb.does());
            }
        }
        return table;
    }

    private static Outcome all() {
        ArrayNode verbs = Json.array();
        for (Verb verb : Verb.values()) {
            verbs.addObject()
                    .put("command", verb.word())
                    .put("does", verb.does())
                    .put("needs", verb.needs().map(duty -> duty.word()).orElse(null));
        }
        return Outcome.answer(Json.object().set("commands", verbs), Page.of(commands()))
                .hint("ssh bastion help COMMAND says what it takes");
    }
}
