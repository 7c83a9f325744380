package dev.bastion.policy;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.Decision.HoldChanged;
import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.RetentionEvent.HoldLifted;
import dev.bastion.policy.RetentionEvent.HoldPlaced;
import dev.bastion.policy.RetentionEvent.RecordingDeleted;
import dev.bastion.policy.rule.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides over what is kept: which recordings may go, and which are held whatever their class says. */
final class Keeping {

    private final Scene scene;

    Keeping(Scene scene) {
        this.scene = scene;
    }

    /** The sessions whose recordings may be deleted now. */
    List<SessionFacts> due() {
        return scene.clockBehind()
                ? List.of()
                : scene.state().sessions().stream()
                        .filter(session -> mayGo(session).isPresent())
                        .toList();
    }

    /** Asked again when it is written: a hold may have been placed meanwhile. */
    Decided<Optional<Deletion>> delete(long id, String sumsSha256, List<String> faults) {
        Optional<Retention> over = scene.state()
                .session(id)
                .filter(session -> !scene.clockBehind())
                .flatMap(this::mayGo);
        if (over.isEmpty()) {
            return Decided.nothing(Optional.empty());
        }
        String name = over.get().name();
        return new Decided<>(
                List.of(new RecordingDeleted(id, name, sumsSha256, faults, scene.now())),
                Optional.of(new Deletion(id, name, sumsSha256, faults, scene.now())));
    }

    /** The class that has run out, where nothing keeps the recording any more: never before its review, nor under a hold. */
    private Optional<Retention> mayGo(SessionFacts session) {
        Optional<Instant> end = end(session);
        if (end.isEmpty() || scene.state().deletion(session.session()).isPresent()) {
            return Optional.empty();
        }
        return scene.state()
                .grant(session.grant())
                .flatMap(Grant::retention)
                .filter(given -> isOver(end.get(), longest(given)))
                .filter(given -> scene.state()
                        .review(session.grant())
                        .filter(review -> !review.waits())
                        .isPresent())
                .filter(given -> scene.state().holdOn(session).isEmpty());
    }

    /** As long as was promised, and longer where the class is longer now. */
    private Duration longest(Retention given) {
        return scene.policy()
                .retention(given.name())
                .map(Retention::keep)
                .filter(now -> now.compareTo(given.keep()) > 0)
                .orElse(given.keep());
    }

    private boolean isOver(Instant end, Duration keep) {
        return !end.plus(keep).isAfter(scene.now())
                && scene.state().lived(end, scene.now()).compareTo(keep) >= 0;
    }

    private static Optional<Instant> end(SessionFacts session) {
        return switch (session.state()) {
            case SessionState.Open open -> Optional.empty();
            case SessionState.Ended ended -> Optional.of(ended.at());
            case SessionState.Broken broken -> Optional.of(broken.at());
        };
    }

    // ---- holds

    Decided<Decision> hold(String by, Held held, String reason) {
        Optional<Refused> refused = refused(by, held).or(() -> Words.missingOrFault(reason));
        if (refused.isPresent()) {
            return Decided.nothing(refused.get());
        }
        HoldChanged changed =
                new HoldChanged(held, true, held.id() + " is held: nothing of it is deleted until the hold is lifted");
        return scene.state().hold(held).isPresent()
                ? Decided.nothing(changed)
                : new Decided<>(List.of(new HoldPlaced(held, by, reason.strip(), scene.now())), changed);
    }

    Decided<Decision> lift(String by, Held held, String reason) {
        Optional<Refused> refused = refused(by, held).or(() -> own(by, held)).or(() -> Words.missingOrFault(reason));
        if (refused.isPresent()) {
            return Decided.nothing(refused.get());
        }
        if (scene.state().hold(held).isEmpty()) {
            return Decided.nothing(
                    new Refused(Reason.NOT_FOUND, held.id() + " is not held", "'ssh bastion hold' lists what is"));
        }
        return new Decided<>(
                List.of(new HoldLifted(held, by, reason.strip(), scene.now())),
                new HoldChanged(held, false, held.id() + " is not held any more: its class of retention counts again"));
    }

    /** What one may not see answers as what does not exist. */
    private Optional<Refused> refused(String by, Held held) {
        Optional<Person> person = scene.policy().person(by);
        if (person.isEmpty()) {
            return Optional.of(Refusals.unknownPerson(by));
        }
        Optional<Grant> grant = grant(held).filter(known -> new Sight(scene.policy()).sees(person.get(), known));
        if (grant.isEmpty()) {
            return Optional.of(new Refused(
                    Reason.NOT_FOUND,
                    "there is no " + held.id() + " that you may see",
                    "'ssh bastion recordings' lists the sessions that you may see"));
        }
        boolean reviews = targets(held, grant.get()).stream()
                .allMatch(target -> scene.policy().mayReview(person.get(), target));
        return scene.policy().mayAdminister(person.get()) || reviews
                ? Optional.empty()
                : Optional.of(Refusals.notAllowed(
                        "only administrators and those who review " + held.id() + " hold it", "ask one of them"));
    }

    /** Who worked there does not free what shows it. */
    private Optional<Refused> own(String by, Held held) {
        return grant(held)
                .filter(grant -> grant.person().equals(by))
                .map(grant ->
                        Refusals.notAllowed("nobody lifts a hold on what they did themselves", "somebody else must"));
    }

    private Optional<Grant> grant(Held held) {
        return held.grant().isPresent()
                ? scene.state().grant(held.grant().getAsLong())
                : scene.state()
                        .session(held.session().orElseThrow())
                        .flatMap(session -> scene.state().grant(session.grant()));
    }

    private List<String> targets(Held held, Grant grant) {
        return held.session().isPresent()
                ? List.of(scene.state()
                        .session(held.session().getAsLong())
                        .orElseThrow()
                        .target())
                : grant.targets();
    }
}
