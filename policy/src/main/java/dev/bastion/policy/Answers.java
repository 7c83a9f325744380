package dev.bastion.policy;

import dev.bastion.policy.AccessEvent.RequestDenied;
import dev.bastion.policy.AccessEvent.RequestLapsed;
import dev.bastion.policy.AccessEvent.RequestWithdrawn;
import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.Decision.RequestClosed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Decides over what people answer to a request: approve, deny, withdraw. */
final class Answers {

    private final Scene scene;

    Answers(Scene scene) {
        this.scene = scene;
    }

    Decided<Decision> approve(String approver, long id) {
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
        return judged(request, approver);
    }

    private Decided<Decision> judged(AccessRequest request, String approver) {
        Optional<Grant> lengthened = request.extendsGrant().isPresent()
                ? scene.state().grant(request.extendsGrant().getAsLong())
                : Optional.empty();
        if (lengthened.isPresent() && !scene.isUsable(lengthened.get())) {
            return lapsed(request, Refusals.grantOver(lengthened.get(), scene.state(), scene.now()));
        }
        if (approvals(request).contains(approver)) {
            return Decided.nothing(new Refused(
                    Reason.ALREADY_APPROVED,
                    "you have approved " + Ids.request(request.id()) + " already",
                    "somebody else's approval is needed"));
        }
        Duration total = lengthened.map(Grant::length).orElse(Duration.ZERO).plus(request.length());
        Optional<String> objection = new Judge(scene).objection(request, total);
        if (objection.isPresent()) {
            return Decided.nothing(Refusals.policyChanged(Ids.request(request.id()), objection.get()));
        }
        Rule rule = scene.policy().rule(request.rule()).orElseThrow();
        return new Settlement(scene).approved(request, rule, approver, counted(request, rule, approver));
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

    private Set<String> approvals(AccessRequest request) {
        return scene.state().requestState(request.id()).orElseThrow() instanceof RequestState.Pending pending
                ? pending.approvals().stream().map(Approval::by).collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
    }

    /** Everybody who agreed and may still do so under the policy in force, this approver included. */
    private Set<String> counted(AccessRequest request, Rule rule, String approver) {
        Set<String> all = new TreeSet<>(approvals(request));
        all.add(approver);
        Set<String> entitled = scene.policy().approvers(rule, request.person()).stream()
                .map(Person::name)
                .collect(Collectors.toSet());
        all.retainAll(entitled);
        return all;
    }

    /** Never dated ahead: the newest event is what the clock is held against. */
    private Decided<Decision> lapsed(AccessRequest request, Refused refusal) {
        Instant at = request.lapsesAt().isBefore(scene.now()) ? request.lapsesAt() : scene.now();
        return new Decided<>(List.of(new RequestLapsed(request.id(), at)), refusal);
    }
}
