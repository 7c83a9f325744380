package dev.bastion.control;

import picocli.CommandLine.Option;

/** One command with its arguments, filled by picocli; made for one run. */
abstract class ControlCommand {
    @Option(names = "--json", description = "answer with one JSON object")
    boolean json;

    @Option(names = "--help", usageHelp = true, description = "say what the command takes")
    boolean help;

    /** Does it. Refusals are values; a {@link UsageException} says that it was typed wrongly. */
    abstract Outcome run(Call call);
}
