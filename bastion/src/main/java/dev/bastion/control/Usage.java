package dev.bastion.control;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What a command takes, read from the same annotations that parse it; for help and for the reference. */
record Usage(String synopsis, List<Argument> arguments) {
    /** One argument: as it is written, and what it means. */
    record Argument(String written, String means, boolean required) {}

    static Usage of(Verb verb) {
        CommandSpec spec = ArgumentReader.reader(verb.make()).getCommandSpec();
        List<Argument> arguments = Stream.concat(
                        spec.positionalParameters().stream(),
                        spec.options().stream().sorted(Usage::helpLast))
                .map(Usage::argument)
                .toList();
        return new Usage(synopsis(verb, arguments), arguments);
    }

    /** The command's own words first, those that every command has last. */
    private static int helpLast(OptionSpec a, OptionSpec b) {
        return Boolean.compare(common(a.longestName()), common(b.longestName()));
    }

    /** Whether every command has that option. */
    static boolean common(String written) {
        return written.equals("--json") || written.equals("--help");
    }

    private static Argument argument(ArgSpec spec) {
        String written = spec instanceof OptionSpec option
                ? option.longestName() + (option.arity().max() == 0 ? "" : " " + option.paramLabel())
                : spec.paramLabel() + (spec.arity().max() > 1 ? "…" : "");
        return new Argument(written, String.join(" ", spec.description()), spec.required());
    }

    private static String synopsis(Verb verb, List<Argument> arguments) {
        List<String> words = new ArrayList<>(List.of(verb.word()));
        arguments.stream()
                .filter(argument -> !common(argument.written()))
                .map(argument -> argument.required() ? argument.written() : "[" + argument.written() + "]")
                .forEach(words::add);
        return words.stream().collect(Collectors.joining(" "));
    }
}
