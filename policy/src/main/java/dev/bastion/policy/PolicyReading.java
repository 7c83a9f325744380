package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import dev.bastion.policy.yaml.Problem;
import java.util.List;

/** What became of reading a policy. */
public sealed interface PolicyReading {

    /** The text is a whole policy. */
    record Accepted(AccessPolicy policy) implements PolicyReading {
        public Accepted {
            requireNonNull(policy, "policy is null");
        }
    }

    /** The text is no policy; here is everything that is wrong with it, in the order of the file. */
    record Broken(List<Problem> problems) implements PolicyReading {
        public Broken {
            requireNonNull(problems, "problems is null");
            problems = List.copyOf(problems);
            Checks.check(!problems.isEmpty(), "problems is empty");
        }
    }
}
