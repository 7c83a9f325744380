package dev.bastion.policy;

import dev.bastion.policy.text.Durations;
import java.time.Duration;

/** One reason why a rule does not cover what is asked for. */
public sealed interface RuleMiss {

    /** Lower case, no full stop. */
    String why();

    record NotForPerson(String person) implements RuleMiss {
        @Override
        public String why() {
            return "it is not for '" + person + "'";
        }
    }

    record NotForTarget(String target) implements RuleMiss {
        @Override
        public String why() {
            return "it does not cover target '" + target + "'";
        }
    }

    record NotForLogin(String login) implements RuleMiss {
        @Override
        public String why() {
            return "it does not give login '" + login + "'";
        }
    }

    record NoSuchLogin(String target, String login) implements RuleMiss {
        @Override
        public String why() {
            return "target '" + target + "' has no login '" + login + "'";
        }
    }

    record NotPermitted(Permit permit) implements RuleMiss {
        @Override
        public String why() {
            return "it does not permit " + permit.word();
        }
    }

    /** The rule's condition does not hold for that target. */
    record ConditionFails(String target, String condition) implements RuleMiss {
        @Override
        public String why() {
            return "its condition does not hold for '" + target + "': " + condition;
        }
    }

    record TooLong(Duration asked, Duration max) implements RuleMiss {
        @Override
        public String why() {
            return "it gives at most " + Durations.text(max) + ", not " + Durations.text(asked);
        }
    }
}
