package dev.bastion.policy;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.Decision.GrantOver;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.GrantEvent.GrantEnded;
import dev.bastion.policy.RequestEvent.RequestLapsed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides over what takes access away. Neither the clock nor the policy can stand in its way. */
final class Endings {

    private final Scene scene;
    private final Instant effect;

    /**
     * Endings that took effect at that moment, which may lie before they are written.
     *
     * @param effect never after now in what is written: the newest event is what the clock is held against
     */
    Endings(Scene scene, Instant effect) {
        this.scene = scene;
        this.effect = effect.isBefore(scene.now()) ? effect : scene.now();
    }

    Decided<Decision> release(String person, long id) {
        Optional<Grant> seen = seen(person, id);
        if (seen.isEmpty()) {
            return Decided.nothing(notSeen(person, id));
        }
        if (!seen.get().person().equals(person)) {
            return Decided.nothing(Refusals.notAllowed(
                    Ids.grant(id) + " is " + seen.get().person() + "'s",
                    "only they can release it; an administrator can revoke it"));
        }
        return scene.isOpen(seen.get())
                ? over(seen.get(), GrantEnd.RELEASED, Optional.of(person), "")
                : Decided.nothing(Refusals.grantOver(seen.get(), scene.state(), scene.now()));
    }

    Decided<Decision> revoke(String administrator, long id, String reason) {
        Optional<Grant> seen = seen(administrator, id);
        if (seen.isEmpty()) {
            return Decided.nothing(notSeen(administrator, id));
        }
        if (!administers(administrator)) {
            return Decided.nothing(Refusals.notAllowed(
                    "only administrators revoke", "your own you can release: ssh bastion release " + Ids.grant(id)));
        }
        Optional<Refused> unfit = Words.missingOrFault(reason);
        if (unfit.isPresent()) {
            return Decided.nothing(unfit.get());
        }
        return scene.isOpen(seen.get())
                ? over(seen.get(), GrantEnd.REVOKED, Optional.of(administrator), reason.strip())
                : Decided.nothing(Refusals.grantOver(seen.get(), scene.state(), scene.now()));
    }

    /** Whoever notices first ends it; the others learn how it ended. */
    Decided<Decision> end(long id, GrantEnd how, String reason) {
        Optional<Grant> grant = scene.state().grant(id);
        if (grant.isEmpty()) {
            return Decided.nothing(Refusals.noSuchGrant(id));
        }
        return scene.state().grantState(id).orElseThrow() instanceof GrantState.Ended ended
                ? Decided.nothing(new GrantOver(grant.get(), ended, Sentences.ended(grant.get(), ended, scene.now())))
                : over(grant.get(), how, Optional.empty(), reason);
    }

    /** Every open grant whose right the policy in force no longer gives. */
    List<AccessEvent> rightsLost() {
        Judge judge = new Judge(scene);
        List<AccessEvent> events = new ArrayList<>();
        for (Grant grant : scene.state().openGrants()) {
            judge.objection(grant)
                    .ifPresent(why -> events.addAll(events(grant, GrantEnd.RIGHT_LOST, Optional.empty(), why)));
        }
        return events;
    }

    /** Every open grant, whatever it is. */
    List<AccessEvent> all(GrantEnd how, String reason) {
        List<AccessEvent> events = new ArrayList<>();
        scene.state().openGrants().forEach(grant -> events.addAll(events(grant, how, Optional.empty(), reason)));
        return events;
    }

    private Decided<Decision> over(Grant grant, GrantEnd how, Optional<String> by, String reason) {
        GrantState.Ended state = new GrantState.Ended(how, by, reason, effect);
        return new Decided<>(
                events(grant, how, by, reason),
                new GrantOver(grant, state, Sentences.ended(grant, state, scene.now())));
    }

    /** With the grant go the requests to lengthen it. */
    List<AccessEvent> events(Grant grant, GrantEnd how, Optional<String> by, String reason) {
        List<AccessEvent> events = new ArrayList<>();
        events.add(new GrantEnded(grant.id(), how, by, reason, effect, scene.late(effect)));
        scene.state().pendingRequests().stream()
                .filter(request -> request.extendsGrant().orElse(0) == grant.id())
                .forEach(request -> events.add(new RequestLapsed(request.id(), effect)));
        return events;
    }

    private Optional<Grant> seen(String person, long id) {
        return scene.policy()
                .person(person)
                .flatMap(
                        known -> scene.state().grant(id).filter(grant -> new Sight(scene.policy()).sees(known, grant)));
    }

    private Refused notSeen(String person, long id) {
        return isPerson(person) ? Refusals.noSuchGrant(id) : Refusals.unknownPerson(person);
    }

    private boolean isPerson(String name) {
        return scene.policy().person(name).isPresent();
    }

    private boolean administers(String name) {
        return scene.policy().person(name).filter(scene.policy()::mayAdminister).isPresent();
    }
}
