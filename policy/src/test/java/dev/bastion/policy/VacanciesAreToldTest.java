package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class VacanciesAreToldTest {

    /** dave is an engineer who reviews, and {@code careful} wants two of two reviewers. */
    private static final String CAREFUL = "rule 'careful' needs 2 approvals, and when dave asks the others can give 1";

    private static List<String> in(String text) {
        return Vacancies.in(TestPolicies.policy(text));
    }

    @Test
    void whoeverAsksCannotBeAmongTheApprovers() {
        assertEquals(List.of(CAREFUL), in(TestPolicies.HOUSE));
        assertEquals(List.of(), in(TestPolicies.HOUSE.replace("count: 2", "count: 1")));
    }

    @Test
    void somebodyElseMustReview() {
        String daveAlone = TestPolicies.HOUSE
                .replace("reviewers: {duties: [review]}", "reviewers: {}\n  lone: {duties: [review]}")
                .replace("groups: [reviewers, engineers]", "groups: [reviewers, engineers, lone]");
        assertEquals(
                List.of(CAREFUL, "rule 'prod' owes reviews, and nobody but dave reviews prod-db-1, prod-web-1"),
                in(daveAlone));
    }

    @Test
    void somebodyMustReviewEachTarget() {
        String webAlone = TestPolicies.HOUSE.replace(
                "reviewers: {duties: [review]}", "reviewers: {review: {labels: {tier: web}}}");
        assertEquals(List.of(CAREFUL, "rule 'prod' owes reviews, and nobody reviews prod-db-1"), in(webAlone));
    }

    /** Where nobody is of the groups that the rule names, whoever reviews the targets does. */
    @Test
    void theGroupsThatARuleNamesCount() {
        String named = TestPolicies.HOUSE.replace("review: {within: 24h}", "review: {within: 24h, by: [engineers]}");
        assertEquals(
                List.of(CAREFUL, "rule 'prod' owes reviews, and nobody but dave reviews prod-db-1, prod-web-1"),
                in(named));
        String empty = TestPolicies.HOUSE
                .replace("review: {within: 24h}", "review: {within: 24h, by: [nobody]}")
                .replace("  engineers: {}", "  engineers: {}\n  nobody: {}");
        assertEquals(List.of(CAREFUL), in(empty));
    }

    @Test
    void anEmergencyOwesAReviewToo() {
        String webAlone = TestPolicies.EMERGENCIES
                .replace("    review: {within: 24h}\n", "")
                .replace("reviewers: {duties: [review]}", "reviewers: {review: {labels: {tier: web}}}");
        assertEquals(List.of(CAREFUL, "rule 'prod' owes reviews, and nobody reviews prod-db-1"), in(webAlone));
    }
}
