package dev.bastion.control;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The option of every command that a rule may want a second factor for. */
final class CodeOption {
    @Option(
            names = "--code",
            paramLabel = "CODE",
            description = "a code of the second factor, where the rule wants one; asked for on a terminal")
    private String code;

    Optional<String> typed() {
        return Optional.ofNullable(code);
    }
}
