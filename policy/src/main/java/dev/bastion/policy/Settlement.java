package dev.bastion.policy;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.Decision.ApprovalCounted;
import dev.bastion.policy.Decision.GrantGiven;
import dev.bastion.policy.Decision.GrantLengthened;
import dev.bastion.policy.Decision.RequestPending;
import dev.bastion.policy.GrantEvent.GrantExtended;
import dev.bastion.policy.GrantEvent.GrantMade;
import dev.bastion.policy.RequestEvent.RequestApproved;
import dev.bastion.policy.RequestEvent.RequestMade;
import dev.bastion.policy.rule.Agreement;
import dev.bastion.policy.rule.BreakGlass;
import dev.bastion.policy.text.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns a request that stands up to the policy into what its approvals make of it. */
final class Settlement {

    private final Scene scene;

    Settlement(Scene scene) {
        this.scene = scene;
    }

    /** A new request that the rule approves by itself. */
    Decided<Decision> byItself(AccessRequest request, Rule rule) {
        return granted(request, rule, Set.of(), new ArrayList<>(List.of(new RequestMade(request))));
    }

    /** A new request that waits. */
    Decided<Decision> made(AccessRequest request, Rule rule) {
        Agreement agreement = rule.agreement();
        int needed = Approvers.needed(agreement, request);
        List<String> approvers = scene.approvers(rule, request.person()).stream()
                .map(Person::name)
                .toList();
        String sentence = Sentences.pending(request, needed, approvers, agreement.quorums(), scene.now());
        return new Decided<>(
                List.of(new RequestMade(request)),
                new RequestPending(request, needed, Set.copyOf(approvers), sentence));
    }

    /** A new request that breaks the glass: it waits for nobody. */
    Decided<Decision> emergency(AccessRequest request, Rule rule, BreakGlass glass) {
        Grant grant = new GrantMaker(scene).emergency(request, rule, glass);
        String sentence =
                Sentences.gives(grant, scene.now()) + "; it is marked as break-glass, and a review is due within "
                        + Durations.text(glass.reviewWithin()) + " of its end";
        return new Decided<>(
                List.of(new RequestMade(request), new GrantMade(grant)), new GrantGiven(request, grant, sentence));
    }

    /**
     * One more approval.
     *
     * @param agreed what is left of the request where all who count agree
     * @param counted all who agreed and may still do so, this one included
     */
    Decided<Decision> approved(
            AccessRequest request, AccessRequest agreed, Rule rule, Approval approval, Set<String> counted) {
        List<AccessEvent> events = new ArrayList<>(List.of(new RequestApproved(
                request.id(), approval.by(), Optional.of(approval.consent()), approval.proof(), approval.at())));
        int needed = Approvers.needed(rule.agreement(), request);
        int filled = new Approvers(scene.policy()).filled(rule, request, counted);
        if (filled >= needed) {
            return granted(agreed, rule, counted, events);
        }
        String sentence = Ids.request(request.id()) + " has " + Sentences.approvals(filled) + " of the " + needed
                + " that it needs" + Sentences.soFar(request, agreed);
        return new Decided<>(events, new ApprovalCounted(request, filled, needed, sentence));
    }

    private Decided<Decision> granted(
            AccessRequest request, Rule rule, Set<String> approvers, List<AccessEvent> events) {
        return request.extendsGrant().isPresent()
                ? lengthened(request, approvers, events)
                : given(request, rule, approvers, events);
    }

    private Decided<Decision> given(AccessRequest request, Rule rule, Set<String> approvers, List<AccessEvent> events) {
        Grant grant = new GrantMaker(scene).from(request, rule, approvers);
        events.add(new GrantMade(grant));
        events.addAll(new Recurrences(scene).with(grant));
        String sentence = Ids.request(request.id()) + " is approved: " + Sentences.gives(grant, scene.now());
        return new Decided<>(events, new GrantGiven(request, grant, sentence));
    }

    private Decided<Decision> lengthened(AccessRequest request, Set<String> approvers, List<AccessEvent> events) {
        Grant before = scene.state().grant(request.extendsGrant().orElseThrow()).orElseThrow();
        Grant grant = new GrantMaker(scene).lengthened(before, request, approvers);
        events.add(new GrantExtended(
                grant.id(),
                request.id(),
                grant.length(),
                grant.approvers(),
                grant.policyDigest(),
                grant.token(),
                scene.now()));
        String sentence = Ids.request(request.id()) + " is approved: " + Sentences.gives(grant, scene.now());
        return new Decided<>(events, new GrantLengthened(request, grant, sentence));
    }
}
