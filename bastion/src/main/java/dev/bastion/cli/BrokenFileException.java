package dev.bastion.cli;

import dev.bastion.policy.yaml.Problem;
import java.io.PrintStream;
import java.util.List;

/** A file that people keep has problems; all of them are told. */
final class BrokenFileException extends RuntimeException {
    private final String file;
    private final transient List<Problem> problems;

    BrokenFileException(String file, List<Problem> problems) {
        super(file, null, false, false);
        this.file = file;
        this.problems = List.copyOf(problems);
    }

    void tell(PrintStream to) {
        tell(file, problems, to);
    }

    /** One line for each, with its hint beneath. */
    static void tell(String file, List<Problem> problems, PrintStream to) {
        for (Problem problem : problems) {
            to.println(problem.text(file));
            if (!problem.hint().isEmpty()) {
                to.println("hint: " + problem.hint());
            }
        }
    }
}
