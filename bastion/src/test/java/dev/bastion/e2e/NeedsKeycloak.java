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
 * An end-to-end test at a real {@link Keycloak}, which all such tests share and find as a parameter. Skipped where its
 * distribution is not there, but never in CI.
 */
@Tag("e2e")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsKeycloak.Extension.class)
@interface NeedsKeycloak {
    /** Starts Keycloak when the first test asks for it; JUnit closes it after the last. */
    final class Extension implements ExecutionCondition, ParameterResolver {
        private static final Namespace OURS = Namespace.create(NeedsKeycloak.class);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return System.getenv("CI") != null || Keycloak.possible()
                    ? ConditionEvaluationResult.enabled("Keycloak can be started, or has to")
                    : ConditionEvaluationResult.disabled(
                            "no KEYCLOAK_ZIP names its distribution (hint: deploy/test fetches it)");
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Keycloak.class;
        }

        @Override
        public Keycloak resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(OURS)
                    .computeIfAbsent(Keycloak.class, type -> Keycloak.start(), Keycloak.class);
        }
    }
}
