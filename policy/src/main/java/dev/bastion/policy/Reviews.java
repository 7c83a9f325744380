package dev.bastion.policy;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.Decision.GrantSignedOff;
import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.ReviewEvent.GrantReviewed;
import dev.bastion.policy.ReviewEvent.IncidentOpened;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides over the sign-off of grants that have ended. */
final class Reviews {

    private final Scene scene;

    Reviews(Scene scene) {
        this.scene = scene;
    }

    Decided<Decision> review(String reviewer, long id, Verdict verdict, String note) {
        Optional<Person> person = scene.policy().person(reviewer);
        if (person.isEmpty()) {
            return Decided.nothing(Refusals.unknownPerson(reviewer));
        }
        Optional<Grant> grant =
                scene.state().grant(id).filter(known -> new Sight(scene.policy()).sees(person.get(), known));
        if (grant.isEmpty()) {
            return Decided.nothing(Refusals.noSuchGrant(id));
        }
        return refused(person.get(), grant.get())
                .or(() -> Words.noteFault(verdict, note))
                .map(refused -> Decided.<Decision>nothing(refused))
                .orElseGet(() -> signed(reviewer, grant.get(), verdict, note.strip()));
    }

    /** In the order in which a stranger would learn least: own, duty, state. */
    private Optional<Refused> refused(Person reviewer, Grant grant) {
        if (grant.person().equals(reviewer.name())) {
            return Optional.of(new Refused(
                    Reason.OWN_REVIEW,
                    "nobody reviews their own access",
                    "somebody else must: ssh bastion review " + Ids.grant(grant.id())));
        }
        if (!grant.targets().stream().allMatch(target -> scene.policy().mayReview(reviewer, target))) {
            return Optional.of(Refusals.notAllowed(
                    "you do not review all of " + Sentences.listed(grant.targets()),
                    "those do who have the duty to review each of them"));
        }
        return scene.state()
                .review(grant.id())
                .map(review -> refused(reviewer, grant, review))
                .orElseGet(() -> Optional.of(owesNone(grant)));
    }

    private Optional<Refused> refused(Person reviewer, Grant grant, Review review) {
        if (!new Reviewers(scene.policy()).may(reviewer, grant, review)) {
            return Optional.of(Refusals.notAllowed(
                    Ids.grant(grant.id()) + " is reviewed by the group " + Sentences.listed(review.by()),
                    "somebody of that group must"));
        }
        return review.signOff()
                .map(how -> new Refused(
                        Reason.ALREADY_REVIEWED,
                        Sentences.reviewed(grant.id(), how, scene.now()),
                        "a review is signed off once"))
                .or(() -> stillClosing(grant));
    }

    /** Why a grant of which no review is written cannot be signed off now. */
    Refused owesNone(Grant grant) {
        if (scene.isOpen(grant)) {
            return new Refused(
                    Reason.NOT_REVIEWABLE,
                    Ids.grant(grant.id()) + " has not ended",
                    "it falls due for review when it has");
        }
        boolean soon = scene.state().unsettledGrants().stream().anyMatch(ended -> ended.id() == grant.id());
        return soon
                ? new Refused(
                        Reason.NOT_REVIEWABLE,
                        Ids.grant(grant.id()) + " has ended this moment",
                        "try again in a moment")
                : new Refused(
                        Reason.NOT_REVIEWABLE,
                        Ids.grant(grant.id()) + " owes no review",
                        "the rule '" + grant.rule() + "' asks for none");
    }

    /** What is not closed yet nobody has seen whole. */
    private Optional<Refused> stillClosing(Grant grant) {
        return scene.state().openSessions().stream()
                .filter(session -> session.grant() == grant.id())
                .findFirst()
                .map(session -> new Refused(
                        Reason.NOT_REVIEWABLE,
                        "the recording of " + Ids.session(session.session()) + " is not closed yet",
                        "try again in a moment"));
    }

    private Decided<Decision> signed(String reviewer, Grant grant, Verdict verdict, String note) {
        List<AccessEvent> events = new ArrayList<>();
        events.add(new GrantReviewed(grant.id(), reviewer, verdict, note, scene.now()));
        Optional<Incident> incident = verdict == Verdict.DEVIATION
                ? Optional.of(new Incident(
                        scene.state().nextIncidentId(), grant.id(), grant.person(), reviewer, note, scene.now()))
                : Optional.empty();
        incident.ifPresent(
                found -> events.add(new IncidentOpened(found.id(), grant.id(), reviewer, note, scene.now())));
        Review review = scene.state()
                .review(grant.id())
                .orElseThrow()
                .signed(new Review.SignOff(reviewer, verdict, note, scene.now()));
        String sentence = Ids.grant(grant.id()) + " is reviewed: " + verdict.word()
                + incident.map(found -> ", and incident " + Ids.incident(found.id()) + " is open")
                        .orElse("");
        return new Decided<>(events, new GrantSignedOff(grant, review, incident, sentence));
    }
}
