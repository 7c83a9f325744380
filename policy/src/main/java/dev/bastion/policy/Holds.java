package dev.bastion.policy;

import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.rule.ReviewTerms;
import dev.bastion.policy.text.Times;
import java.util.Optional;
import java.util.function.Predicate;

/** What the overdue reviews of a person keep from them. */
final class Holds {

    private final AccessState state;
    private final Scene scene;

    Holds(Scene scene) {
        this.scene = scene;
        this.state = scene.state();
    }

    /** No further emergency while one is unreviewed. */
    Optional<Refused> emergency(String person) {
        return overdue(person, Review::breakGlass)
                .map(review -> refused(review, "the glass stays whole for you until it is reviewed"));
    }

    /** Nothing new of a rule that holds back. */
    Optional<Refused> of(Rule rule, String person) {
        return rule.review()
                .filter(ReviewTerms::holdsBack)
                .flatMap(terms -> overdue(person, review -> review.rule().equals(rule.name())))
                .map(review ->
                        refused(review, "the rule '" + rule.name() + "' gives you nothing new until it is reviewed"));
    }

    private Optional<Review> overdue(String person, Predicate<Review> which) {
        return state.overdueReviews(scene.now()).stream()
                .filter(review -> review.person().equals(person) && which.test(review))
                .findFirst();
    }

    private Refused refused(Review review, String what) {
        return new Refused(
                Reason.REVIEW_OVERDUE,
                "the review of " + Ids.grant(review.grant()) + " was due at " + Times.clock(review.due(), scene.now())
                        + ", and " + what,
                "a reviewer signs it off: ssh bastion review " + Ids.grant(review.grant()));
    }
}
