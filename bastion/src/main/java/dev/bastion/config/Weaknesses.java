package dev.bastion.config;

import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.OldAlgorithm;
import dev.bastion.policy.Target;
import dev.bastion.policy.text.Plain;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is allowed and still weaker than it could be, in sentences for an administrator. Stateless. */
public final class Weaknesses {
    private Weaknesses() {}

    /** Those of the targets that are treated unlike the others, credentials that open nothing included. */
    public static List<String> of(BastionConfig config, AccessPolicy policy) {
        return Stream.concat(
                        policy.targets().stream().flatMap(target -> old(target).stream()),
                        config.credentials().stream().map(one -> kept(one, policy)))
                .toList();
    }

    private static Optional<String> old(Target target) {
        return target.oldAlgorithms().isEmpty()
                ? Optional.empty()
                : Optional.of("target '%s' is offered old algorithms: %s"
                        .formatted(
                                target.name(),
                                target.oldAlgorithms().stream()
                                        .map(OldAlgorithm::word)
                                        .collect(Collectors.joining(", "))));
    }

    private static String kept(TargetCredential credential, AccessPolicy policy) {
        String login = Plain.shown(credential.login());
        String target = Plain.shown(credential.target());
        Optional<Target> found =
                policy.target(credential.target()).filter(one -> one.name().equals(credential.target()));
        if (found.isEmpty()) {
            return "credentials: there is no target '%s' in the policy".formatted(target);
        }
        if (!found.get().logins().contains(credential.login())) {
            return "credentials: target '%s' has no login '%s' in the policy".formatted(target, login);
        }
        return "'%s' on target '%s' is opened by a %s that stays good, not by a certificate of a minute"
                .formatted(login, target, credential.kind().word());
    }
}
