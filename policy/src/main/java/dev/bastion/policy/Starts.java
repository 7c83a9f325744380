package dev.bastion.policy;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.Decision.GrantBegun;
import dev.bastion.policy.GrantEvent.GrantStarted;
import java.util.List;
import java.util.Optional;

/** Decides over the first use of a grant that starts then. */
final class Starts {

    private final Scene scene;

    Starts(Scene scene) {
        this.scene = scene;
    }

    Decided<Decision> firstUse(long id) {
        Optional<Grant> grant = scene.state().grant(id);
        if (grant.isEmpty()) {
            return Decided.nothing(Refusals.noSuchGrant(id));
        }
        if (scene.clockBehind()) {
            return Decided.nothing(Refusals.clockBehind());
        }
        if (!scene.isUsable(grant.get())) {
            return Decided.nothing(Refusals.grantOver(grant.get(), scene.state(), scene.now()));
        }
        Optional<String> objection = new Judge(scene).objection(grant.get());
        if (objection.isPresent()) {
            return Decided.nothing(Refusals.policyChanged(Ids.grant(id), objection.get()));
        }
        return grant.get().start().isPresent() ? Decided.nothing(begun(grant.get())) : started(grant.get());
    }

    private Decided<Decision> started(Grant waiting) {
        Grant grant = new GrantMaker(scene).started(waiting);
        return new Decided<>(List.of(new GrantStarted(grant.id(), grant.token(), scene.now())), begun(grant));
    }

    private GrantBegun begun(Grant grant) {
        return new GrantBegun(grant, Sentences.gives(grant, scene.now()));
    }
}
