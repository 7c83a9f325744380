package dev.bastion.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * An end-to-end test in the demo's world, which all such tests share and find as a parameter of type {@link DemoWorld}.
 * Skipped where no namespaces can be made, but never in CI.
 */
@Tag("e2e")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsDemo.Extension.class)
@interface NeedsDemo {
    /** Starts the world when the first test asks for it; JUnit closes it after the last. */
    final class Extension implements ExecutionCondition, ParameterResolver {
        private static final Namespace OURS = Namespace.create(NeedsDemo.class);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return System.getenv("CI") != null || DemoWorld.possible()
                    ? ConditionEvaluationResult.enabled("the demo can start its hosts, or has to")
                    : ConditionEvaluationResult.disabled("the demo's hosts need root on Linux");
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == DemoWorld.class;
        }

        @Override
        public DemoWorld resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(OURS)
                    .computeIfAbsent(DemoWorld.class, type -> DemoWorld.start(), DemoWorld.class);
        }
    }
}
