package dev.bastion.policy;

import dev.bastion.policy.yaml.Problem;
import java.util.List;

/** Reads the text of a policy. */
final class PolicyReader {

    private final String text;
    private final ParseContext context;

    PolicyReader(String text, ParseContext context) {
        this.text = text;
        this.context = context;
    }

    PolicyReading read() {
        return new PolicyReading.Broken(List.of(
                new Problem("", 0, 0, "no policy was read from " + text.length() + " characters", context.toString())));
    }
}
