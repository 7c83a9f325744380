package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.live.LiveGrant;
import dev.bastion.policy.Grant;
import dev.bastion.policy.SessionForm;
import dev.bastion.policy.Target;
import dev.bastion.policy.rule.Confines;
import dev.bastion.recorder.StreamLimit;
import dev.bastion.recorder.mask.MaskKind;
import java.util.Set;

/**
 * What a session will be: whose, where to, under which one grant. Immutable but for the gate.
 *
 * @param confines of the grant's rule as it is when the session begins
 * @param forwards where to connections may be forwarded, within these
 * @param masks the same of what is hidden on terminals
 */
record SessionPlan(
        Identity identity,
        Target target,
        Grant grant,
        LiveGrant gate,
        SessionForm form,
        Confines confines,
        ForwardRules forwards,
        StreamLimit execLimit,
        Set<MaskKind> masks) {
    SessionPlan {
        requireNonNull(identity, "identity is null");
        requireNonNull(target, "target is null");
        requireNonNull(grant, "grant is null");
        requireNonNull(gate, "gate is null");
        requireNonNull(form, "form is null");
        requireNonNull(confines, "confines is null");
        requireNonNull(forwards, "forwards is null");
        requireNonNull(execLimit, "execLimit is null");
        masks = Set.copyOf(masks);
    }
}
