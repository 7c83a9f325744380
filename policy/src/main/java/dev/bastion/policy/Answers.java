package dev.bastion.policy;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.Decision.RequestClosed;
import dev.bastion.policy.RequestEvent.RequestDenied;
import dev.bastion.policy.RequestEvent.RequestLapsed;
import dev.bastion.policy.RequestEvent.RequestWithdrawn;
import dev.bastion.policy.rule.SecondFactor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Decides over what people answer to a request: approve, deny, withdraw. */
final class Answers {

    private final Scene scene;
    private final Proofs proofs;

    Answers(Scene scene, Proofs proofs) {
        this.scene = scene;
        this.proofs = proofs;
    }

    Decided<Decision> approve(String approver, long id, Consent typed, Optional<String> proof) {
        Optional<AccessRequest> seen = seen(approver, id);
        if (seen.isEmpty()) {
            return Decided.nothing(notSeen(approver, id));
        }
        AccessRequest request = seen.get();
        Optional<Refused> refused = mayAnswer(approver, request, "approve");
        if (refused.isPresent()) {
            return Decided.nothing(refused.get());
        }
        if (scene.clockBehind()) {
            return Decided.nothing(Refusals.clockBehind());
        }
        if (!request.lapsesAt().isAfter(scene.now())) {
            return lapsed(request, Refusals.notPending(id, new RequestState.Lapsed(request.lapsesAt()), scene.now()));
        }
        boolean unsigned = proof.isEmpty()
                && scene.policy()
                        .rule(request.rule())
                        .filter(rule -> rule.agreement().signed())
                        .isPresent();
        if (unsigned) {
            return Decided.nothing(Refusals.notAllowed(
                    "the rule '" + request.rule() + "' asks for a signature over the request",
                    "ssh bastion approve " + Ids.request(id) + " says how"));
        }
        return judged(request, approver, typed, proof);
    }

    private Decided<Decision> judged(AccessRequest request, String approver, Consent typed, Optional<String> proof) {
        Optional<Grant> lengthened = request.extendsGrant().isPresent()
                ? scene.state().grant(request.extendsGrant().getAsLong())
                : Optional.empty();
        if (lengthened.isPresent() && !scene.isUsable(lengthened.get())) {
            return lapsed(request, Refusals.grantOver(lengthened.get(), scene.state(), scene.now()));
        }
        if (approvals(request).stream().anyMatch(approval -> approval.by().equals(approver))) {
            return Decided.nothing(new Refused(
                    Reason.ALREADY_APPROVED,
                    "you have approved " + Ids.request(request.id()) + " already",
                    "somebody else's approval is needed"));
        }
        return switch (new Consents(scene.policy()).read(typed, request)) {
            case Consents.Reading.Unfit unfit -> Decided.nothing(unfit.why());
            case Consents.Reading.Sound sound ->
                settled(
                        request,
                        new Approval(approver, sound.consent(), proof, scene.now()),
                        lengthened.map(Grant::length).orElse(Duration.ZERO));
        };
    }

    /** Judges what is left of the request, which is what would be granted: all who count must agree to it. */
    private Decided<Decision> settled(AccessRequest request, Approval approval, Duration before) {
        Optional<Rule> rule = scene.policy().rule(request.rule());
        List<Approval> counted = counted(request, rule, approval);
        Optional<AccessRequest> agreed = Approval.agreed(request, counted);
        if (agreed.isEmpty()) {
            return Decided.nothing(Consents.nothingLeft(request, counted));
        }
        Optional<String> objection = new Judge(scene)
                .objection(agreed.get(), before.plus(agreed.get().length()));
        if (objection.isPresent()) {
            return Decided.nothing(Refusals.policyChanged(Ids.request(request.id()), objection.get()));
        }
        return new Factors(scene)
                .missing(rule.orElseThrow().secondFactor(), SecondFactor.Act.APPROVE, approval.by(), proofs)
                .map(unproved -> Decided.<Decision>nothing(unproved))
                .orElseGet(() -> new Settlement(scene)
                        .approved(request, agreed.get(), rule.orElseThrow(), approval, by(counted)));
    }

    Decided<Decision> deny(String approver, long id, String reason) {
        Optional<AccessRequest> seen = seen(approver, id);
        if (seen.isEmpty()) {
            return Decided.nothing(notSeen(approver, id));
        }
        Optional<Refused> refused = mayAnswer(approver, seen.get(), "deny").or(() -> Words.missingOrFault(reason));
        if (refused.isPresent()) {
            return Decided.nothing(refused.get());
        }
        RequestState.Denied state = new RequestState.Denied(approver, reason.strip(), scene.now());
        return new Decided<>(
                List.of(new RequestDenied(id, approver, state.reason(), scene.now())),
                new RequestClosed(seen.get(), state, Ids.request(id) + " is denied"));
    }

    Decided<Decision> withdraw(String person, long id) {
        Optional<AccessRequest> seen = seen(person, id);
        if (seen.isEmpty()) {
            return Decided.nothing(notSeen(person, id));
        }
        if (!seen.get().person().equals(person)) {
            return Decided.nothing(Refusals.notAllowed(
                    Ids.request(id) + " is " + seen.get().person() + "'s",
                    "only they can withdraw it; an approver can deny it"));
        }
        Optional<Refused> closed = notPending(seen.get());
        if (closed.isPresent()) {
            return Decided.nothing(closed.get());
        }
        RequestState state = new RequestState.Withdrawn(scene.now());
        return new Decided<>(
                List.of(new RequestWithdrawn(id, scene.now())),
                new RequestClosed(seen.get(), state, Ids.request(id) + " is withdrawn"));
    }

    /** In the order in which a stranger would learn least: own, duty, state. */
    private Optional<Refused> mayAnswer(String approver, AccessRequest request, String verb) {
        if (request.person().equals(approver)) {
            return Optional.of(new Refused(
                    Reason.OWN_REQUEST,
                    "nobody may " + verb + " their own request",
                    verb.equals("deny")
                            ? "to take it back: ssh bastion withdraw " + Ids.request(request.id())
                            : "somebody else must: ssh bastion approve " + Ids.request(request.id())));
        }
        boolean approves = scene.policy().rule(request.rule()).stream()
                .anyMatch(rule -> scene.policy().person(approver).stream()
                        .anyMatch(person -> scene.policy().mayApprove(person, rule)));
        if (!approves) {
            return Optional.of(Refusals.notAllowed(
                    "you are not among those who approve " + Ids.request(request.id()),
                    "the rule '" + request.rule() + "' says who is"));
        }
        return notPending(request);
    }

    private Optional<Refused> notPending(AccessRequest request) {
        return scene.state()
                .requestState(request.id())
                .filter(state -> !(state instanceof RequestState.Pending))
                .map(state -> Refusals.notPending(request.id(), state, scene.now()));
    }

    private Optional<AccessRequest> seen(String person, long id) {
        return scene.policy()
                .person(person)
                .flatMap(known ->
                        scene.state().request(id).filter(request -> new Sight(scene.policy()).sees(known, request)));
    }

    private Refused notSeen(String person, long id) {
        return scene.policy().person(person).isEmpty() ? Refusals.unknownPerson(person) : Refusals.noSuchRequest(id);
    }

    private List<Approval> approvals(AccessRequest request) {
        return scene.state().requestState(request.id()).orElseThrow().approvals();
    }

    /** The approvals of everybody who agreed and may still do so under the policy in force, this one included. */
    private List<Approval> counted(AccessRequest request, Optional<Rule> rule, Approval approval) {
        Set<String> entitled = rule.stream()
                .flatMap(known -> scene.approvers(known, request.person()).stream())
                .map(Person::name)
                .collect(Collectors.toSet());
        List<Approval> all = new ArrayList<>(approvals(request));
        all.add(approval);
        all.removeIf(given -> !entitled.contains(given.by()));
        return all;
    }

    private static Set<String> by(List<Approval> approvals) {
        return approvals.stream().map(Approval::by).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Never dated ahead: the newest event is what the clock is held against. */
    private Decided<Decision> lapsed(AccessRequest request, Refused refusal) {
        Instant at = request.lapsesAt().isBefore(scene.now()) ? request.lapsesAt() : scene.now();
        return new Decided<>(List.of(new RequestLapsed(request.id(), at)), refusal);
    }
}
