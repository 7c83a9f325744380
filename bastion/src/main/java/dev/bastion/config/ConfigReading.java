package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.yaml.Problem;
import java.util.List;

/** What became of reading bastion.yaml. */
public sealed interface ConfigReading {
    /** It is whole and sound. */
    record Accepted(BastionConfig config) implements ConfigReading {
        public Accepted {
            requireNonNull(config, "config is null");
        }
    }

    /** It is not; here is everything that is wrong with it, in the order of the file. */
    record Broken(List<Problem> problems) implements ConfigReading {
        public Broken {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("problems is empty");
            }
        }
    }
}
