package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;
import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.policy.Ids;
import dev.bastion.policy.Review;
import dev.bastion.policy.Verdict;
import java.util.List;
import java.util.stream.Stream;

/** Whether grants were reviewed after their end, by somebody else and in time. */
final class ReviewEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<Review> reviews = grounds.grants().stream()
                .flatMap(grant -> grounds.state().review(grant.id()).stream())
                .toList();
        List<String> without = grounds.rules(rule -> rule.review().isEmpty());
        if (reviews.isEmpty()) {
            return new Finding.Nothing(
                    "no grant of this span has fallen due for review; rules that ask for none: " + listed(without));
        }
        List<Review> signed = reviews.stream().filter(review -> !review.waits()).toList();
        long deviations = signed.stream()
                .filter(review -> review.signOff().orElseThrow().verdict() == Verdict.DEVIATION)
                .count();
        return new Showing()
                .figure("%s fell due: %d signed off by somebody else, of them %d with a deviation; %d wait"
                        .formatted(
                                counted(reviews.size(), "review", "reviews"),
                                signed.size(),
                                deviations,
                                reviews.size() - signed.size()))
                .gapOf("overdue now", ids(reviews.stream().filter(review -> review.overdue(grounds.now()))))
                .gapOf(
                        "signed off after their time",
                        ids(signed.stream()
                                .filter(review ->
                                        review.signOff().orElseThrow().at().isAfter(review.due()))))
                .gapOf("rules that ask for no review", without)
                .finding();
    }

    private static List<String> ids(Stream<Review> reviews) {
        return reviews.map(review -> Ids.grant(review.grant())).toList();
    }
}
