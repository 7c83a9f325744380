package dev.bastion.policy;

import dev.bastion.policy.ReviewEvent.ReviewDue;
import dev.bastion.policy.ReviewEvent.ReviewNotOwed;
import dev.bastion.policy.ReviewEvent.ReviewOverdue;
import dev.bastion.policy.rule.ReviewTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the grants that ended owe, and which reviews nobody signed off in time. */
final class ReviewSweeps {

    /** So many at once: after a long standstill the rest comes with the next look. */
    private static final int MOST = 500;

    private final Scene scene;

    ReviewSweeps(Scene scene) {
        this.scene = scene;
    }

    List<AccessEvent> events() {
        return Stream.concat(
                        scene.state().unsettledGrants().stream().map(this::settled),
                        scene.state().overdueReviews(scene.now()).stream()
                                .filter(review -> !review.told())
                                .map(review -> new ReviewOverdue(review.grant(), scene.now())))
                .limit(MOST)
                .toList();
    }

    /** What the rule wants now; where it wants nothing any more, what it wanted when the grant was given still holds. */
    private AccessEvent settled(Grant grant) {
        Optional<ReviewTerms> terms =
                scene.policy().rule(grant.rule()).flatMap(Rule::review).or(grant::review);
        Optional<Duration> within = grant.breakGlass().or(() -> terms.map(ReviewTerms::within));
        return within.<AccessEvent>map(length -> new ReviewDue(
                        grant.id(),
                        ended(grant).plus(length),
                        terms.map(ReviewTerms::by).orElse(Set.of()),
                        scene.now()))
                .orElseGet(() -> new ReviewNotOwed(grant.id(), scene.now()));
    }

    private Instant ended(Grant grant) {
        return scene.state().grantState(grant.id()).orElseThrow() instanceof GrantState.Ended ended
                ? ended.at()
                : scene.now();
    }
}
