package dev.bastion.control;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Fills a command from its arguments. Of picocli's conveniences those that read files or the environment are off, and its
 * errors are said in our words.
 */
final class ArgumentReader {
    private ArgumentReader() {}

    /** @throws UsageException when the arguments are not what the command takes */
    static void fill(ControlCommand command, Verb verb, List<String> arguments) {
        CommandLine reader = reader(command);
        try {
            reader.parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException wrong) {
            throw new UsageException(
                    PlainText.line(sentence(wrong), 300), "ssh bastion %s --help".formatted(verb.word()));
        }
    }

    /** The parser of one command; also what the help pages are made from. */
    static CommandLine reader(ControlCommand command) {
        return new CommandLine(command)
                .setExpandAtFiles(false)
                .setInterpolateVariables(false)
                .setOverwrittenOptionsAllowed(false)
                .setToggleBooleanFlags(false)
                .setAbbreviatedOptionsAllowed(false)
                .setTrimQuotes(false);
    }

    private static String sentence(ParameterException wrong) {
        return switch (wrong) {
            case UnmatchedArgumentException unmatched ->
                unmatched(unmatched.getUnmatched().getFirst());
            case MissingParameterException missing ->
                "%s is missing".formatted(name(missing.getMissing().getFirst()));
            case OverwrittenOptionException twice -> "%s is given twice".formatted(name(twice.getOverwritten()));
            default ->
                wrong.getArgSpec() == null
                        ? "the arguments are not understood"
                        : "%s is not understood".formatted(name(wrong.getArgSpec()));
        };
    }

    private static String unmatched(String argument) {
        return argument.startsWith("-")
                ? "there is no option '%s' here".formatted(argument)
                : "'%s' is one word too many".formatted(argument);
    }

    static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
