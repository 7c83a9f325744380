package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Builds the state from the events, one after the other.
 *
 * <p>One thread applies; any thread may read. It refuses, by {@link IllegalStateException}, an event that cannot follow on
 * those before it: an approval by the asker, a grant without the approvals that it names, an id used twice. Such a ledger
 * was not written by this program.
 *
 * <p>An {@link #overlay} lets a batch of decisions see each other's events before they are committed. It is read and changed
 * by one thread, leaves this fold as it was, and is good until this fold next changes.
 */
public final class AccessFold implements AccessState {

    private final RequestBook requests;
    private final GrantBook grants;
    private final CertificateBook certificates;
    private final HostCertificateBook hostCertificates;
    private final RevocationBook revocations;
    private final SessionBook sessions;
    private final ReviewBook reviews;
    private final FactorBook factors;
    private final PersonBook people;
    private final RetentionBook retention;
    private final LivedDays days;
    private final NoticeBook notices;
    private final SignOnBook signOns;
    private final AuthorityBook authorities;
    private volatile Marks marks;

    /** The state before any event. */
    public AccessFold() {
        this(
                new RequestBook(),
                new GrantBook(),
                new CertificateBook(),
                new HostCertificateBook(),
                new RevocationBook(),
                new SessionBook(),
                new ReviewBook(),
                new FactorBook(),
                new PersonBook(),
                new RetentionBook(),
                new LivedDays(),
                new NoticeBook(),
                new SignOnBook(),
                new AuthorityBook(),
                Marks.NONE);
    }

    private AccessFold(
            RequestBook requests,
            GrantBook grants,
            CertificateBook certificates,
            HostCertificateBook hostCertificates,
            RevocationBook revocations,
            SessionBook sessions,
            ReviewBook reviews,
            FactorBook factors,
            PersonBook people,
            RetentionBook retention,
            LivedDays days,
            NoticeBook notices,
            SignOnBook signOns,
            AuthorityBook authorities,
            Marks marks) {
        this.requests = requests;
        this.grants = grants;
        this.certificates = certificates;
        this.hostCertificates = hostCertificates;
        this.revocations = revocations;
        this.sessions = sessions;
        this.reviews = reviews;
        this.factors = factors;
        this.people = people;
        this.retention = retention;
        this.days = days;
        this.notices = notices;
        this.signOns = signOns;
        this.authorities = authorities;
        this.marks = marks;
    }

    /** The same state to go on from by way of trial. */
    public AccessFold overlay() {
        return new AccessFold(
                requests.overlay(),
                grants.overlay(),
                certificates.overlay(),
                hostCertificates.overlay(),
                revocations.overlay(),
                sessions.overlay(),
                reviews.overlay(),
                factors.overlay(),
                people.overlay(),
                retention.overlay(),
                days.overlay(),
                notices.overlay(),
                signOns.overlay(),
                authorities.overlay(),
                marks);
    }

    /** Goes on by one event. After an exception this fold must not be used any more. */
    public void apply(AccessEvent event) {
        requireNonNull(event, "event is null");
        switch (event) {
            case RequestEvent.RequestMade made -> requests.made(made.request());
            case RequestEvent.RequestApproved approved -> requests.approved(approved);
            case RequestEvent.RequestDenied denied ->
                requests.closed(denied.request(), new RequestState.Denied(denied.by(), denied.reason(), denied.at()));
            case RequestEvent.RequestWithdrawn withdrawn ->
                requests.closed(withdrawn.request(), new RequestState.Withdrawn(withdrawn.at()));
            case RequestEvent.RequestLapsed lapsed ->
                requests.closed(lapsed.request(), new RequestState.Lapsed(lapsed.at()));
            case GrantEvent.GrantMade made -> grantMade(made.grant());
            case GrantEvent.GrantStarted started -> grants.started(started);
            case GrantEvent.GrantExtended extended -> grantExtended(extended);
            case GrantEvent.GrantEnded ended -> grantEnded(ended);
            case ReviewEvent.ReviewDue due ->
                reviews.due(due, grant(due.grant()).orElseThrow(() -> new IllegalStateException("no such grant")));
            case ReviewEvent.ReviewNotOwed none -> reviews.notOwed(none.grant());
            case ReviewEvent.ReviewOverdue overdue -> reviews.overdue(overdue.grant());
            case ReviewEvent.GrantReviewed reviewed -> reviews.reviewed(reviewed);
            case ReviewEvent.IncidentOpened opened -> reviews.opened(opened);
            case CertificateEvent.CertificateSigning signing -> certificateSigning(signing);
            case CertificateEvent.HostCertificateSigning signing -> hostCertificateSigning(signing);
            case CertificateEvent.CertificateSigned signed -> certificateSigned(signed);
            case CertificateEvent.CertificateRevoked revoked -> certificateRevoked(revoked);
            case RevocationEvent.RevocationMade made -> revocationMade(made);
            case FactorEvent.FactorEnrolled enrolled -> factors.enrolled(enrolled);
            case FactorEvent.FactorProved proved -> factors.proved(proved);
            case FactorEvent.FactorFailed failed -> factors.failed(failed);
            case FactorEvent.FactorRemoved removed -> factors.removed(removed.person());
            case SessionEvent.SessionOpened opened -> sessions.opened(opened);
            case SessionEvent.SessionEnded ended -> sessions.over(ended.session(), state(ended));
            case SessionEvent.SessionBroken broken ->
                sessions.over(broken.session(), new SessionState.Broken(broken.why(), broken.at()));
            case SessionEvent.SessionKilled killed -> {}
            case SessionEvent.RecordingRead read -> {}
            case PersonEvent.PersonDisabled disabled -> people.disabled(disabled);
            case PersonEvent.PersonEnabled enabled -> people.enabled(enabled);
            case PersonEvent.PersonUsed used -> people.used(used);
            case PersonEvent.PeopleAppeared appeared -> people.appeared(appeared);
            case PersonEvent.AccessRecurring recurring -> people.recurs(recurring);
            case SignOnEvent.SignedOn signedOn -> signedOn(signedOn);
            case SignOnEvent.SignOnGroupsChanged changed -> signOns.changed(changed);
            case SignOnEvent.SignOnsConfirmed confirmed -> signOns.confirmed(confirmed);
            case SignOnEvent.SignOnEnded ended -> signOns.ended(ended);
            case SignOnEvent.SignOnNameFreed freed -> signOns.freed(freed);
            case TargetEvent.TargetCheckBegun begun -> {}
            case TargetEvent.TargetChecked checked -> {}
            case RetentionEvent.HoldPlaced placed -> retention.placed(placed);
            case RetentionEvent.HoldLifted lifted -> retention.lifted(lifted);
            case RetentionEvent.RecordingDeleted deleted -> recordingDeleted(deleted);
            case AuthorityEvent.AuthorityKeyIntroduced introduced -> authorities.introduced(introduced);
            case AuthorityEvent.AuthorityKeyMoved moved -> authorities.moved(moved);
            case AuthorityEvent.AuthorityKeyHeld held -> authorities.held(held);
            case AuthorityEvent.AuthorityKeyAccepted accepted -> authorities.accepted(accepted);
            case AuthorityEvent.ProfileFetched fetched -> authorities.fetched(fetched);
            case SignerEvent.SignatureIntended intended -> {}
            case SignerEvent.SignatureGiven given -> {}
            case SignerEvent.SignatureRefused refused -> {}
            case BastionEvent.PolicyAccepted accepted -> {}
            case BastionEvent.PolicyRefused refused -> {}
            case BastionEvent.BastionStarted started -> {}
            case BastionEvent.BastionStopped stopped -> {}
            case BastionEvent.DayBegun begun -> {}
            case BastionEvent.LedgerRestored restored -> {}
            case BastionEvent.LoginsRefused refused -> {}
            case BastionEvent.NoticesLost lost -> notices.lost(lost);
        }
        days.saw(event);
        marks = marks.after(event);
    }

    private void signedOn(SignOnEvent.SignedOn event) {
        people.mustNotBeDisabled(event.person());
        signOns.signedOn(event);
    }

    /** The grant first: whoever reads that a request became a grant finds it. */
    private void grantMade(Grant grant) {
        AccessRequest request = request(grant.request())
                .filter(asked -> asked.person().equals(grant.person()))
                .orElseThrow(
                        () -> new IllegalStateException("grant " + Ids.grant(grant.id()) + " stems from no request"));
        people.mustNotBeDisabled(grant.person());
        grants.made(grant);
        requests.granted(
                request.id(), grant.id(), grant.approvers(), grant.targets(), grant.length(), grant.approvedAt());
    }

    private void grantExtended(GrantEvent.GrantExtended event) {
        Optional<Grant> before = grant(event.grant());
        Set<String> newApprovers = new TreeSet<>(event.approvers());
        before.ifPresent(grant -> newApprovers.removeAll(grant.approvers()));
        before.ifPresent(grant -> people.mustNotBeDisabled(grant.person()));
        grants.extended(event);
        requests.granted(
                event.request(),
                event.grant(),
                newApprovers,
                before.orElseThrow().targets(),
                event.length().minus(before.orElseThrow().length()),
                event.at());
    }

    private void recordingDeleted(RetentionEvent.RecordingDeleted event) {
        SessionFacts session = session(event.session())
                .filter(known ->
                        review(known.grant()).filter(review -> !review.waits()).isPresent())
                .orElseThrow(() -> new IllegalStateException(
                        "the recording of " + Ids.session(event.session()) + " was deleted and never reviewed"));
        retention.deleted(event, session);
    }

    /** With the first of its ends a grant comes to owe its review. */
    private void grantEnded(GrantEvent.GrantEnded event) {
        boolean first = grants.isOpen(event.grant());
        grants.ended(event);
        if (first) {
            reviews.ended(event.grant());
        }
    }

    /** A decision that was on its way may be written after the revocation that it should have seen. */
    private void certificateSigning(CertificateEvent.CertificateSigning event) {
        certificates.signing(event);
        IssuedCertificate intended = certificates.certificate(event.serial()).orElseThrow();
        revocations.all().stream()
                .filter(revocation -> revocation.covers(intended))
                .findFirst()
                .ifPresent(certificates::revoked);
    }

    private void hostCertificateSigning(CertificateEvent.HostCertificateSigning event) {
        hostCertificates.signing(event);
        HostCertificate intended = hostCertificates.certificate(event.serial()).orElseThrow();
        revocations.all().stream()
                .filter(revocation -> revocation.covers(intended))
                .findFirst()
                .ifPresent(hostCertificates::revoked);
    }

    private void certificateSigned(CertificateEvent.CertificateSigned event) {
        if (!hostCertificates.signed(event)) {
            certificates.signed(event);
        }
    }

    private void certificateRevoked(CertificateEvent.CertificateRevoked event) {
        certificates.revoked(event);
        hostCertificates.revoked(event.serial());
    }

    private void revocationMade(RevocationEvent.RevocationMade event) {
        revocations.made(event);
        certificates.revoked(event.revocation());
        hostCertificates.revoked(event.revocation());
    }

    private static SessionState state(SessionEvent.SessionEnded ended) {
        return new SessionState.Ended(
                ended.cause(),
                ended.sealSha256(),
                ended.unrecordedBytes(),
                ended.withheldLines(),
                ended.masked().orElse(Map.of()),
                ended.late(),
                ended.at());
    }

    @Override
    public Optional<AccessRequest> request(long id) {
        return requests.request(id);
    }

    @Override
    public Optional<RequestState> requestState(long id) {
        return requests.state(id);
    }

    @Override
    public List<AccessRequest> requests() {
        return requests.all();
    }

    @Override
    public List<AccessRequest> pendingRequests() {
        return requests.pending();
    }

    @Override
    public Optional<Grant> grant(long id) {
        return grants.grant(id);
    }

    @Override
    public Optional<GrantState> grantState(long id) {
        return grants.state(id);
    }

    @Override
    public List<Grant> grants() {
        return grants.all();
    }

    @Override
    public List<Grant> grantsOf(String person) {
        return grants.of(person);
    }

    @Override
    public List<Grant> openGrants() {
        return grants.open();
    }

    @Override
    public List<Grant> liveGrants(String person, Instant now) {
        return grants.open().stream()
                .filter(grant -> grant.person().equals(person) && grant.inTime(now))
                .toList();
    }

    @Override
    public Optional<IssuedCertificate> certificate(long serial) {
        return certificates.certificate(serial);
    }

    @Override
    public List<IssuedCertificate> certificatesOf(String person) {
        return certificates.of(person);
    }

    @Override
    public List<IssuedCertificate> certificates() {
        return certificates.all();
    }

    @Override
    public Optional<HostCertificate> hostCertificate(long serial) {
        return hostCertificates.certificate(serial);
    }

    @Override
    public List<HostCertificate> hostCertificates() {
        return hostCertificates.all();
    }

    @Override
    public Optional<Revocation> revocation(RevocationKind kind, String what) {
        return revocations.revocation(kind, what);
    }

    @Override
    public List<Revocation> revocations() {
        return revocations.all();
    }

    @Override
    public Optional<SessionFacts> session(long id) {
        return sessions.session(id);
    }

    @Override
    public List<SessionFacts> sessions() {
        return sessions.all();
    }

    @Override
    public List<SessionFacts> openSessions() {
        return sessions.open();
    }

    @Override
    public Optional<Review> review(long grant) {
        return reviews.review(grant);
    }

    @Override
    public List<Review> openReviews() {
        return reviews.open();
    }

    @Override
    public List<Review> overdueReviews(Instant now) {
        return reviews.overdue(now);
    }

    @Override
    public List<Grant> unsettledGrants() {
        return reviews.unsettled().stream().flatMap(id -> grant(id).stream()).toList();
    }

    @Override
    public Optional<Incident> incident(long id) {
        return reviews.incident(id);
    }

    @Override
    public List<Incident> incidents() {
        return reviews.incidents();
    }

    @Override
    public Optional<FactorState> factor(String person) {
        return factors.of(person);
    }

    @Override
    public Optional<Disabling> disabling(String person) {
        return people.disabling(person);
    }

    @Override
    public List<Disabling> disablings() {
        return people.disabled();
    }

    @Override
    public Optional<Instant> lastUse(String person) {
        return people.lastUse(person);
    }

    @Override
    public Optional<Instant> countsFrom(String person) {
        return people.countsFrom(person);
    }

    @Override
    public List<SignOn> signOns() {
        return signOns.all();
    }

    @Override
    public List<SignOn> signOnsOf(String person) {
        return signOns.of(person);
    }

    @Override
    public Optional<SignOn> signOn(String fingerprint) {
        return signOns.byKey(fingerprint);
    }

    @Override
    public Optional<SignOnSubject> signOnSubject(String person) {
        return signOns.subject(person);
    }

    @Override
    public Optional<String> signOnName(SignOnSubject subject) {
        return signOns.nameOf(subject);
    }

    @Override
    public Optional<SignOnSubject> signOnOwner(String fingerprint) {
        return signOns.ownerOfKey(fingerprint);
    }

    @Override
    public List<PersonEvent.AccessRecurring> recurring() {
        return people.recurring();
    }

    @Override
    public Optional<Hold> hold(Held held) {
        return retention.hold(held);
    }

    @Override
    public List<Hold> holds() {
        return retention.holds();
    }

    @Override
    public Optional<Deletion> deletion(long session) {
        return retention.deletion(session);
    }

    @Override
    public List<Deletion> deletions() {
        return retention.deletions();
    }

    @Override
    public List<BastionEvent.NoticesLost> noticesLost() {
        return notices.lost();
    }

    @Override
    public boolean livedOn(Instant day) {
        return days.on(day);
    }

    @Override
    public Duration lived(Instant from, Instant to) {
        return days.between(from, to);
    }

    @Override
    public Optional<BastionEvent.PolicyAccepted> policyAccepted() {
        return marks.policy();
    }

    @Override
    public List<AuthorityKey> authorityKeys() {
        return authorities.keys();
    }

    @Override
    public Optional<Instant> acceptedBy(String target, String fingerprint) {
        return authorities.accepted(target, fingerprint);
    }

    @Override
    public Optional<Instant> fetchedBy(String person, String fingerprint) {
        return authorities.fetched(person, fingerprint);
    }

    @Override
    public Instant newest() {
        return marks.newest();
    }

    @Override
    public long events() {
        return marks.events();
    }

    @Override
    public long nextRequestId() {
        return marks.lastRequest() + 1;
    }

    @Override
    public long nextGrantId() {
        return marks.lastGrant() + 1;
    }

    @Override
    public long nextSessionId() {
        return marks.lastSession() + 1;
    }

    @Override
    public long nextIncidentId() {
        return marks.lastIncident() + 1;
    }
}
