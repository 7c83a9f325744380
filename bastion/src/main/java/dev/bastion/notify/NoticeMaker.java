package dev.bastion.notify;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Approval;
import dev.bastion.policy.AuthorityEvent;
import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.CertificateEvent;
import dev.bastion.policy.FactorEvent;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantEnd;
import dev.bastion.policy.GrantEvent;
import dev.bastion.policy.GrantState;
import dev.bastion.policy.Person;
import dev.bastion.policy.PersonEvent;
import dev.bastion.policy.RequestEvent;
import dev.bastion.policy.RequestState;
import dev.bastion.policy.RetentionEvent;
import dev.bastion.policy.Review;
import dev.bastion.policy.ReviewEvent;
import dev.bastion.policy.Reviewers;
import dev.bastion.policy.RevocationEvent;
import dev.bastion.policy.Rule;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SignOnEvent;
import dev.bastion.policy.SignerEvent;
import dev.bastion.policy.TargetEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Says of each event whether it is worth telling, and to whom. Reads state and policy and changes nothing; thread-safe. */
final class NoticeMaker {

    private final AccessState state;
    private final Supplier<AccessPolicy> policies;

    NoticeMaker(AccessState state, Supplier<AccessPolicy> policies) {
        this.state = requireNonNull(state, "state is null");
        this.policies = requireNonNull(policies, "policies is null");
    }

    /** Without a default, so that whoever adds an event says here whom it concerns. */
    Optional<Notice> of(AccessEvent event) {
        return switch (event) {
            case RequestEvent.RequestMade made -> pending(made.request());
            case RequestEvent.RequestDenied denied ->
                settled(
                        denied.request(),
                        new RequestState.Denied(denied.by(), denied.reason(), denied.at()),
                        denied.at());
            case RequestEvent.RequestWithdrawn withdrawn ->
                settled(withdrawn.request(), new RequestState.Withdrawn(withdrawn.at()), withdrawn.at());
            case RequestEvent.RequestLapsed lapsed ->
                settled(lapsed.request(), new RequestState.Lapsed(lapsed.at()), lapsed.at());
            case GrantEvent.GrantMade made -> given(made.grant());
            case GrantEvent.GrantExtended extended ->
                state.grant(extended.grant()).flatMap(grant -> approved(extended.request(), grant, extended.at()));
            case GrantEvent.GrantEnded ended -> takenAway(ended);
            case ReviewEvent.ReviewDue due -> review(due.grant(), false, due.at());
            case ReviewEvent.ReviewOverdue overdue -> review(overdue.grant(), true, overdue.at());
            case ReviewEvent.IncidentOpened opened -> incident(opened.incident());
            case PersonEvent.PersonDisabled out ->
                Optional.of(new Notice.ShutOut(
                        out.person(), out.by(), out.reason(), administrators(out.person()), out.at()));
            case PersonEvent.AccessRecurring again ->
                Optional.of(new Notice.Recurring(
                        again.person(),
                        again.target(),
                        again.rule(),
                        again.times(),
                        administrators(again.person()),
                        again.at()));
            case RequestEvent.RequestApproved ignored -> Optional.empty();
            case GrantEvent.GrantStarted ignored -> Optional.empty();
            case CertificateEvent.CertificateSigning ignored -> Optional.empty();
            case CertificateEvent.HostCertificateSigning ignored -> Optional.empty();
            case RevocationEvent.RevocationMade ignored -> Optional.empty();
            case CertificateEvent.CertificateSigned ignored -> Optional.empty();
            case CertificateEvent.CertificateRevoked ignored -> Optional.empty();
            case SessionEvent.SessionOpened ignored -> Optional.empty();
            case SessionEvent.SessionKilled ignored -> Optional.empty();
            case SessionEvent.SessionEnded ignored -> Optional.empty();
            case SessionEvent.SessionBroken ignored -> Optional.empty();
            case SessionEvent.RecordingRead ignored -> Optional.empty();
            case ReviewEvent.ReviewNotOwed ignored -> Optional.empty();
            case ReviewEvent.GrantReviewed ignored -> Optional.empty();
            case FactorEvent.FactorEnrolled ignored -> Optional.empty();
            case FactorEvent.FactorProved ignored -> Optional.empty();
            case FactorEvent.FactorFailed ignored -> Optional.empty();
            case FactorEvent.FactorRemoved ignored -> Optional.empty();
            case PersonEvent.PersonEnabled ignored -> Optional.empty();
            case PersonEvent.PersonUsed ignored -> Optional.empty();
            case PersonEvent.PeopleAppeared ignored -> Optional.empty();
            case SignerEvent.SignatureIntended ignored -> Optional.empty();
            case SignerEvent.SignatureGiven ignored -> Optional.empty();
            case SignerEvent.SignatureRefused ignored -> Optional.empty();
            case SignOnEvent.SignedOn ignored -> Optional.empty();
            case SignOnEvent.SignOnGroupsChanged ignored -> Optional.empty();
            case SignOnEvent.SignOnsConfirmed ignored -> Optional.empty();
            case SignOnEvent.SignOnEnded ignored -> Optional.empty();
            case SignOnEvent.SignOnNameFreed ignored -> Optional.empty();
            case BastionEvent.PolicyRefused refused ->
                Optional.of(new Notice.PolicyRefused(
                        refused.digest(), refused.needed(), refused.signedBy(), administrators(""), refused.at()));
            case TargetEvent ignored -> Optional.empty();
            case RetentionEvent.HoldPlaced ignored -> Optional.empty();
            case RetentionEvent.HoldLifted ignored -> Optional.empty();
            case RetentionEvent.RecordingDeleted ignored -> Optional.empty();
            case BastionEvent.DayBegun ignored -> Optional.empty();
            case AuthorityEvent.AuthorityKeyIntroduced ignored -> Optional.empty();
            case AuthorityEvent.AuthorityKeyMoved ignored -> Optional.empty();
            case AuthorityEvent.AuthorityKeyHeld ignored -> Optional.empty();
            case AuthorityEvent.AuthorityKeyAccepted ignored -> Optional.empty();
            case AuthorityEvent.ProfileFetched ignored -> Optional.empty();
            case BastionEvent.NoticesLost ignored -> Optional.empty();
            case BastionEvent.PolicyAccepted ignored -> Optional.empty();
            case BastionEvent.BastionStarted ignored -> Optional.empty();
            case BastionEvent.BastionStopped ignored -> Optional.empty();
            case BastionEvent.LedgerRestored ignored -> Optional.empty();
            case BastionEvent.LoginsRefused ignored -> Optional.empty();
        };
    }

    /** What waits for approvals at that moment, to be told again. */
    List<Notice> waiting(Instant now) {
        return state.pendingRequests().stream()
                .filter(request -> request.lapsesAt().isAfter(now))
                .flatMap(request -> pending(request).stream())
                .toList();
    }

    /** Nothing for a request that was settled in the same breath. */
    private Optional<Notice> pending(AccessRequest request) {
        return state.requestState(request.id())
                .filter(RequestState.Pending.class::isInstance)
                .map(RequestState.Pending.class::cast)
                .map(standing -> wanted(request, standing.approvals()));
    }

    private Notice wanted(AccessRequest request, List<Approval> given) {
        AccessPolicy policy = policies.get();
        Optional<Rule> rule = policy.rule(request.rule());
        Set<String> to = new TreeSet<>();
        rule.stream()
                .flatMap(known -> policy.approvers(known, request.person()).stream())
                .map(Person::name)
                .forEach(to::add);
        given.forEach(approval -> to.remove(approval.by()));
        return new Notice.Wanted(request, rule.map(known -> known.approvalsNeeded(request)), to);
    }

    private Optional<Notice> given(Grant grant) {
        return grant.isBreakGlass()
                ? state.request(grant.request())
                        .map(request -> new Notice.GlassBroken(request, grant, concerned(grant)))
                : approved(grant.request(), grant, grant.approvedAt());
    }

    /** As the state has it, with what each approver said. */
    private Optional<Notice> approved(long request, Grant grant, Instant at) {
        return state.request(request)
                .flatMap(asked -> state.requestState(request)
                        .filter(RequestState.Approved.class::isInstance)
                        .map(how -> new Notice.Settled(asked, how, Optional.of(grant), at)));
    }

    private Optional<Notice> settled(long request, RequestState how, Instant at) {
        return state.request(request).map(asked -> new Notice.Settled(asked, how, Optional.empty(), at));
    }

    private Optional<Notice> takenAway(GrantEvent.GrantEnded event) {
        return byOthers(event.how())
                ? state.grant(event.grant())
                        .map(grant -> new Notice.TakenAway(
                                grant, new GrantState.Ended(event.how(), event.by(), event.reason(), event.at())))
                : Optional.empty();
    }

    private static boolean byOthers(GrantEnd how) {
        return switch (how) {
            case REVOKED, PERSON_DISABLED, RIGHT_LOST, CLOCK_BEHIND, RESTORED -> true;
            case EXPIRED, RELEASED, LAPSED_UNUSED -> false;
        };
    }

    private Optional<Notice> review(long id, boolean overdue, Instant at) {
        return state.grant(id)
                .flatMap(grant -> state.review(id)
                        .filter(Review::waits)
                        .map(review -> new Notice.ReviewWanted(
                                grant,
                                review,
                                overdue,
                                Set.copyOf(new Reviewers(policies.get()).of(grant, review)),
                                at)));
    }

    private Optional<Notice> incident(long id) {
        return state.incident(id)
                .flatMap(incident -> state.grant(incident.grant())
                        .map(grant -> new Notice.IncidentFound(incident, grant, watchers(grant))));
    }

    /** Who would have been asked, and who watches. */
    private Set<String> concerned(Grant grant) {
        AccessPolicy policy = policies.get();
        Set<String> names = new TreeSet<>(watchers(grant));
        policy.rule(grant.rule()).stream()
                .flatMap(rule -> policy.approvers(rule, grant.person()).stream())
                .map(Person::name)
                .forEach(names::add);
        return names;
    }

    /** Who administers, or reviews any of the targets, but the person whose grant it is. */
    private Set<String> watchers(Grant grant) {
        AccessPolicy policy = policies.get();
        return policy.people().stream()
                .filter(person -> !person.name().equals(grant.person()))
                .filter(person -> policy.mayAdminister(person) || reviewsAny(policy, person, grant))
                .map(Person::name)
                .collect(Collectors.toSet());
    }

    private Set<String> administrators(String but) {
        AccessPolicy policy = policies.get();
        return policy.people().stream()
                .filter(person -> !person.name().equals(but) && policy.mayAdminister(person))
                .map(Person::name)
                .collect(Collectors.toSet());
    }

    private static boolean reviewsAny(AccessPolicy policy, Person person, Grant grant) {
        return grant.targets().stream()
                .flatMap(name -> policy.target(name).stream())
                .anyMatch(target -> policy.mayReview(person, target));
    }
}
