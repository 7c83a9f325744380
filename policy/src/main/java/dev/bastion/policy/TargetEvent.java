package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;

/** What the bastion did to a target besides the sessions of people. */
public sealed interface TargetEvent extends AccessEvent {

    /**
     * A certificate is about to be made with which the bastion itself logs in, opens nothing and leaves: the check whether
     * the target takes it.
     *
     * @param by the administrator
     */
    record TargetCheckBegun(String target, String login, String by, Instant at) implements TargetEvent {
        public TargetCheckBegun {
            Checks.filled(target, "target");
            Checks.filled(login, "login");
            Checks.filled(by, "by");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * What came of a check.
     *
     * @param problem why the target did not let the bastion in; empty where it did
     */
    record TargetChecked(String target, String login, String by, String problem, Instant at) implements TargetEvent {
        public TargetChecked {
            Checks.filled(target, "target");
            Checks.filled(login, "login");
            Checks.filled(by, "by");
            requireNonNull(problem, "problem is null");
            requireNonNull(at, "at is null");
        }
    }
}
