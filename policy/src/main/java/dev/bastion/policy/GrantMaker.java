package dev.bastion.policy;

import dev.bastion.policy.rule.BreakGlass;
import dev.bastion.policy.rule.Retention;
import dev.bastion.policy.rule.StartAt;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes grants and signs their tokens. */
final class GrantMaker {

    private static final String NOT_YET_SIGNED = "-";

    private final Scene scene;

    GrantMaker(Scene scene) {
        this.scene = scene;
    }

    /** The grant that a request with all its approvals becomes. */
    Grant from(AccessRequest request, Rule rule, Set<String> approvers) {
        Instant now = scene.now();
        boolean atOnce = rule.terms().startAt() == StartAt.APPROVAL;
        return signed(new Grant(
                scene.state().nextGrantId(),
                request.id(),
                request.person(),
                request.targets(),
                request.login(),
                request.permits(),
                rule.name(),
                approvers,
                now,
                atOnce ? Optional.of(now) : Optional.empty(),
                rule.terms().latestStart().map(now::plus),
                request.length(),
                scene.policy().digest(),
                NOT_YET_SIGNED,
                0,
                rule.review(),
                Optional.empty(),
                retention(rule)));
    }

    /** The grant that breaking the glass gives: at once, whatever else the rule says of starts. */
    Grant emergency(AccessRequest request, Rule rule, BreakGlass glass) {
        return signed(new Grant(
                scene.state().nextGrantId(),
                request.id(),
                request.person(),
                request.targets(),
                request.login(),
                request.permits(),
                rule.name(),
                Set.of(),
                scene.now(),
                Optional.of(scene.now()),
                Optional.empty(),
                request.length(),
                scene.policy().digest(),
                NOT_YET_SIGNED,
                0,
                rule.review(),
                Optional.of(glass.reviewWithin()),
                retention(rule)));
    }

    private Optional<Retention> retention(Rule rule) {
        return rule.retention().flatMap(scene.policy()::retention);
    }

    /** The grant as it is once the request to lengthen it has all its approvals. */
    Grant lengthened(Grant grant, AccessRequest request, Set<String> approvers) {
        Set<String> all = new TreeSet<>(grant.approvers());
        all.addAll(approvers);
        return signed(grant.lengthened(
                grant.length().plus(request.length()), all, scene.policy().digest(), NOT_YET_SIGNED));
    }

    /** The grant as it is once its first tunnel opens. */
    Grant started(Grant grant) {
        return signed(grant.startedAt(scene.now(), NOT_YET_SIGNED));
    }

    private Grant signed(Grant draft) {
        return draft.withToken(scene.signer().sign(claims(draft)));
    }

    /** Backdated by what a clock may be behind: within that, grants are given, and their tokens must be good. */
    private GrantToken claims(Grant grant) {
        return new GrantToken(
                Ids.grant(grant.id()) + "-" + grant.extensions() + "-"
                        + scene.now().toEpochMilli(),
                grant.person(),
                grant.id(),
                grant.request(),
                grant.targets(),
                grant.login(),
                grant.permits(),
                grant.approvers(),
                grant.policyDigest(),
                scene.now(),
                grant.approvedAt().minus(Scene.CLOCK_TOLERANCE),
                grant.lastEnd(),
                grant.isBreakGlass());
    }
}
