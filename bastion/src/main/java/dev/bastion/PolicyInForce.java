package dev.bastion;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Faces;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.policy.Target;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a policy in force in a bastion. What it takes away waits for nothing, neither for a face on a full disk nor for the
 * ledger; what it gives needs the ledger for each decision anyway.
 */
record PolicyInForce(PolicyHolder holder, AccessJournal journal, AccessDesk desk, Faces faces)
        implements Consumer<AccessPolicy> {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyInForce.class);

    PolicyInForce {
        requireNonNull(holder, "holder is null");
        requireNonNull(journal, "journal is null");
        requireNonNull(desk, "desk is null");
        requireNonNull(faces, "faces is null");
    }

    @Override
    public void accept(AccessPolicy policy) {
        try {
            faces.warm(policy.targets().stream().map(Target::name).collect(Collectors.toSet()));
        } catch (IOException e) {
            LOG.error("a target's face cannot be kept; nobody can be shown it: {}", e.getMessage());
        }
        holder.replace(policy);
        journal.submit(desk.endRightsLost());
    }
}
