package dev.bastion.ssh;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An end-to-end test that needs a Docker engine: skipped where none answers, but never in CI. */
@Tag("e2e")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsContainers.Condition.class)
public @interface NeedsContainers {
    /** Lets the test run in CI in any case, so that a missing engine is a failure there. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return System.getenv("CI") != null || ContainerHost.possible()
                    ? ConditionEvaluationResult.enabled("a Docker engine answers, or has to")
                    : ConditionEvaluationResult.disabled("no Docker engine answers (hint: deploy/test starts one)");
        }
    }
}
