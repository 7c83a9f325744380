package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.rule.Agreement;
import dev.bastion.policy.rule.BreakGlass;
import dev.bastion.policy.rule.Condition;
import dev.bastion.policy.rule.Confines;
import dev.bastion.policy.rule.ExecRecording;
import dev.bastion.policy.rule.Mask;
import dev.bastion.policy.rule.Papers;
import dev.bastion.policy.rule.ReviewTerms;
import dev.bastion.policy.rule.SecondFactor;
import dev.bastion.policy.rule.Terms;
import dev.bastion.policy.rule.Use;
import dev.bastion.policy.text.Checks;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A line of the access policy: who may ask for what, for how long, and who says yes.
 *
 * @param when what must hold of a request besides; always when empty
 * @param confines to which commands and paths the permits are confined
 * @param masks what is hidden on terminals; nothing when empty
 * @param review what is owed after the end; empty when the rule asks for no review
 * @param breakGlass what is given in an emergency; empty when the rule knows none
 * @param retention the name of the class that recordings under the rule belong to; the site's default when empty
 */
public record Rule(
        String name,
        Askers askers,
        TargetScope targets,
        Set<String> logins,
        Optional<Condition> when,
        Set<Permit> permits,
        Confines confines,
        Terms terms,
        Agreement agreement,
        Papers papers,
        Use use,
        SecondFactor secondFactor,
        ExecRecording execRecording,
        Set<Mask> masks,
        Optional<ReviewTerms> review,
        Optional<BreakGlass> breakGlass,
        Optional<String> retention) {

    public Rule {
        Checks.filled(name, "name");
        requireNonNull(askers, "askers is null");
        requireNonNull(targets, "targets is null");
        logins = Checks.names(logins, "logins");
        requireNonNull(when, "when is null");
        permits = Permit.inOrder(permits);
        requireNonNull(confines, "confines is null");
        requireNonNull(terms, "terms is null");
        requireNonNull(agreement, "agreement is null");
        requireNonNull(papers, "papers is null");
        requireNonNull(use, "use is null");
        requireNonNull(secondFactor, "secondFactor is null");
        requireNonNull(execRecording, "execRecording is null");
        requireNonNull(masks, "masks is null");
        masks = masks.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(masks));
        requireNonNull(review, "review is null");
        requireNonNull(breakGlass, "breakGlass is null");
        requireNonNull(retention, "retention is null");
    }

    /** How many approvals that request needs, when the rule does not approve it by itself. */
    public int approvalsNeeded(AccessRequest request) {
        return Approvers.needed(agreement, request);
    }

    /** Whether the rule is for that person, whatever they ask for. */
    public boolean isFor(Person person) {
        return askers.include(person);
    }
}
