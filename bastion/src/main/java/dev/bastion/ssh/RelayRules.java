package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.live.LiveGrant;
import dev.bastion.policy.Permit;
import dev.bastion.policy.rule.Confines;
import dev.bastion.recorder.StreamLimit;
import dev.bastion.recorder.mask.MaskKind;
import java.util.Set;

/**
 * What one live session may do and what it is told; immutable but for the gate, which closes.
 *
 * @param gate asked for each packet
 * @param target the target's name, for sentences
 * @param confines to which commands and paths the permits are confined
 * @param masks what is hidden on terminals
 * @param digests whether files and long streams are digested
 */
record RelayRules(
        LiveGrant gate,
        String target,
        Set<Permit> permits,
        Confines confines,
        StreamLimit execLimit,
        Set<MaskKind> masks,
        boolean digests) {
    RelayRules {
        requireNonNull(gate, "gate is null");
        requireNonNull(target, "target is null");
        permits = Set.copyOf(permits);
        requireNonNull(confines, "confines is null");
        requireNonNull(execLimit, "execLimit is null");
        masks = Set.copyOf(masks);
    }

    boolean permits(Permit permit) {
        return permits.contains(permit);
    }
}
