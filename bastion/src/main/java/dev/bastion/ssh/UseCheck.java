package dev.bastion.ssh;

import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Rule;
import dev.bastion.policy.Sentences;
import dev.bastion.policy.Target;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a grant may be used at this moment and from where the person is, as its rule says. Immutable. */
record UseCheck(AccessPolicy policy, Identity identity, Target target, Instant now) {
    private static final Logger LOG = LoggerFactory.getLogger(UseCheck.class);

    /** Why not; nothing where it may be, and where its rule is gone: that is found out by whoever takes the rule. */
    Optional<String> objection(Grant grant) {
        return policy.rule(grant.rule()).flatMap(rule -> fromElsewhere(rule).or(() -> outsideHours(rule)));
    }

    private Optional<String> fromElsewhere(Rule rule) {
        if (rule.use().allowsFrom(identity.source().getAddress())) {
            return Optional.empty();
        }
        // The networks themselves are for the log: whoever stole a key need not learn where to go.
        LOG.info(
                "{} comes to {} from {}, outside of {} of rule {}",
                identity.person().name(),
                target.name(),
                identity.sourceText(),
                rule.use().sources(),
                rule.name());
        return Optional.of("access to " + target.name() + " is not open to connections from "
                + identity.source().getAddress().getHostAddress()
                + "\nhint: connect from a network that rule '" + rule.name() + "' names");
    }

    private Optional<String> outsideHours(Rule rule) {
        return rule.use().hours().openAt(now)
                ? Optional.empty()
                : Optional.of("access to " + target.name() + " is closed at this hour: "
                        + Sentences.outsideHours(rule.use().hours(), now));
    }
}
