package dev.bastion.control;

import dev.bastion.policy.Duty;
import java.util.List;
import java.util.Optional;

/** From words to the command that they name, for a person who may run it. */
final class Dispatch {
    private Dispatch() {}

    static Outcome run(Call call, List<Word> words) {
        Optional<Outcome> gone = Standing.lost(call);
        if (gone.isPresent()) {
            return gone.get();
        }
        List<Word> rest = words.stream()
                .dropWhile(word -> !word.quoted() && word.text().equals("--json"))
                .toList();
        if (rest.isEmpty()) {
            return new HomeCommand().run(call);
        }
        Verb verb = verb(rest.getFirst().text());
        ControlCommand command = verb.make();
        ArgumentReader.fill(command, verb, Arguments.of(rest.subList(1, rest.size())));
        if (command.help) {
            return HelpCommand.about(verb);
        }
        return missing(verb, call.policy().duties(call.person())).orElseGet(() -> command.run(call));
    }

    private static Verb verb(String word) {
        return Verb.of(word.equals("--help") ? "help" : word)
                .orElseThrow(() -> new UsageException(
                        "there is no command '%s'".formatted(PlainText.line(word, 40)), "ssh bastion help"));
    }

    /** The refusal of a command whose duty the person has not; the desk decides who approves what. */
    private static Optional<Outcome> missing(Verb verb, java.util.Set<Duty> duties) {
        return verb.needs()
                .filter(duty -> duty != Duty.APPROVE && !duties.contains(duty))
                .map(duty -> Outcome.refused(
                        "not_allowed",
                        "'%s' needs the duty %s, which no group of yours has".formatted(verb.word(), duty.word()),
                        "ssh bastion whoami"));
    }
}
