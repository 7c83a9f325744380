package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

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
public final class AccessFold extends BookState {

    private volatile Marks marks;

    /** The state before any event. */
    public AccessFold() {
        this(Books.empty(), Marks.NONE);
    }

    private AccessFold(Books books, Marks marks) {
        super(books);
        this.marks = marks;
    }

    /** The same state to go on from by way of trial. */
    public AccessFold overlay() {
        return new AccessFold(books().overlay(), marks);
    }

    @Override
    Marks marks() {
        return marks;
    }

    /** Goes on by one event. After an exception this fold must not be used any more. */
    public void apply(AccessEvent event) {
        requireNonNull(event, "event is null");
        switch (event) {
            case RequestEvent.RequestMade made -> books().requests().made(made.request());
            case RequestEvent.RequestApproved approved -> books().requests().approved(approved);
            case RequestEvent.RequestDenied denied ->
                books().requests()
                        .closed(denied.request(), new RequestState.Denied(denied.by(), denied.reason(), denied.at()));
            case RequestEvent.RequestWithdrawn withdrawn ->
                books().requests().closed(withdrawn.request(), new RequestState.Withdrawn(withdrawn.at()));
            case RequestEvent.RequestLapsed lapsed ->
                books().requests().closed(lapsed.request(), new RequestState.Lapsed(lapsed.at()));
            case GrantEvent.GrantMade made -> grantMade(made.grant());
            case GrantEvent.GrantStarted started -> books().grants().started(started);
            case GrantEvent.GrantExtended extended -> grantExtended(extended);
            case GrantEvent.GrantEnded ended -> grantEnded(ended);
            case ReviewEvent.ReviewDue due ->
                books().reviews()
                        .due(due, grant(due.grant()).orElseThrow(() -> new IllegalStateException("no such grant")));
            case ReviewEvent.ReviewNotOwed none -> books().reviews().notOwed(none.grant());
            case ReviewEvent.ReviewOverdue overdue -> books().reviews().overdue(overdue.grant());
            case ReviewEvent.GrantReviewed reviewed -> books().reviews().reviewed(reviewed);
            case ReviewEvent.IncidentOpened opened -> books().reviews().opened(opened);
            case CertificateEvent.CertificateSigning signing -> certificateSigning(signing);
            case CertificateEvent.HostCertificateSigning signing -> hostCertificateSigning(signing);
            case CertificateEvent.CertificateSigned signed -> certificateSigned(signed);
            case CertificateEvent.CertificateRevoked revoked -> certificateRevoked(revoked);
            case RevocationEvent.RevocationMade made -> revocationMade(made);
            case FactorEvent.FactorEnrolled enrolled -> books().factors().enrolled(enrolled);
            case FactorEvent.FactorProved proved -> books().factors().proved(proved);
            case FactorEvent.FactorFailed failed -> books().factors().failed(failed);
            case FactorEvent.FactorRemoved removed -> books().factors().removed(removed.person());
            case SessionEvent.SessionOpened opened -> books().sessions().opened(opened);
            case SessionEvent.SessionEnded ended -> books().sessions().over(ended.session(), state(ended));
            case SessionEvent.SessionBroken broken ->
                books().sessions().over(broken.session(), new SessionState.Broken(broken.why(), broken.at()));
            case SessionEvent.SessionKilled killed -> {}
            case SessionEvent.RecordingRead read -> {}
            case PersonEvent.PersonDisabled disabled -> books().people().disabled(disabled);
            case PersonEvent.PersonEnabled enabled -> books().people().enabled(enabled);
            case PersonEvent.PersonUsed used -> books().people().used(used);
            case PersonEvent.PeopleAppeared appeared -> books().people().appeared(appeared);
            case PersonEvent.AccessRecurring recurring -> books().people().recurs(recurring);
            case SignOnEvent.SignedOn signedOn -> signedOn(signedOn);
            case SignOnEvent.SignOnGroupsChanged changed -> books().signOns().changed(changed);
            case SignOnEvent.SignOnsConfirmed confirmed -> books().signOns().confirmed(confirmed);
            case SignOnEvent.SignOnEnded ended -> books().signOns().ended(ended);
            case SignOnEvent.SignOnNameFreed freed -> books().signOns().freed(freed);
            case TargetEvent.TargetCheckBegun begun -> {}
            case TargetEvent.TargetChecked checked -> {}
            case RetentionEvent.HoldPlaced placed -> books().retention().placed(placed);
            case RetentionEvent.HoldLifted lifted -> books().retention().lifted(lifted);
            case RetentionEvent.RecordingDeleted deleted -> recordingDeleted(deleted);
            case AuthorityEvent.AuthorityKeyIntroduced introduced ->
                books().authorities().introduced(introduced);
            case AuthorityEvent.AuthorityKeyMoved moved -> books().authorities().moved(moved);
            case AuthorityEvent.AuthorityKeyHeld held -> books().authorities().held(held);
            case AuthorityEvent.AuthorityKeyAccepted accepted ->
                books().authorities().accepted(accepted);
            case AuthorityEvent.ProfileFetched fetched -> books().authorities().fetched(fetched);
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
            case BastionEvent.NoticesLost lost -> books().notices().lost(lost);
        }
        books().days().saw(event);
        marks = marks.after(event);
    }

    private void signedOn(SignOnEvent.SignedOn event) {
        books().people().mustNotBeDisabled(event.person());
        books().signOns().signedOn(event);
    }

    /** The grant first: whoever reads that a request became a grant finds it. */
    private void grantMade(Grant grant) {
        AccessRequest request = request(grant.request())
                .filter(asked -> asked.person().equals(grant.person()))
                .orElseThrow(
                        () -> new IllegalStateException("grant " + Ids.grant(grant.id()) + " stems from no request"));
        books().people().mustNotBeDisabled(grant.person());
        books().grants().made(grant);
        books().requests()
                .granted(
                        request.id(),
                        grant.id(),
                        grant.approvers(),
                        grant.targets(),
                        grant.length(),
                        grant.approvedAt());
    }

    private void grantExtended(GrantEvent.GrantExtended event) {
        Optional<Grant> before = grant(event.grant());
        Set<String> newApprovers = new TreeSet<>(event.approvers());
        before.ifPresent(grant -> newApprovers.removeAll(grant.approvers()));
        before.ifPresent(grant -> books().people().mustNotBeDisabled(grant.person()));
        books().grants().extended(event);
        books().requests()
                .granted(
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
        books().retention().deleted(event, session);
    }

    /** With the first of its ends a grant comes to owe its review. */
    private void grantEnded(GrantEvent.GrantEnded event) {
        boolean first = books().grants().isOpen(event.grant());
        books().grants().ended(event);
        if (first) {
            books().reviews().ended(event.grant());
        }
    }

    /** A decision that was on its way may be written after the revocation that it should have seen. */
    private void certificateSigning(CertificateEvent.CertificateSigning event) {
        books().certificates().signing(event);
        IssuedCertificate intended =
                books().certificates().certificate(event.serial()).orElseThrow();
        books().revocations().all().stream()
                .filter(revocation -> revocation.covers(intended))
                .findFirst()
                .ifPresent(books().certificates()::revoked);
    }

    private void hostCertificateSigning(CertificateEvent.HostCertificateSigning event) {
        books().hostCertificates().signing(event);
        HostCertificate intended =
                books().hostCertificates().certificate(event.serial()).orElseThrow();
        books().revocations().all().stream()
                .filter(revocation -> revocation.covers(intended))
                .findFirst()
                .ifPresent(books().hostCertificates()::revoked);
    }

    private void certificateSigned(CertificateEvent.CertificateSigned event) {
        if (!books().hostCertificates().signed(event)) {
            books().certificates().signed(event);
        }
    }

    private void certificateRevoked(CertificateEvent.CertificateRevoked event) {
        books().certificates().revoked(event);
        books().hostCertificates().revoked(event.serial());
    }

    private void revocationMade(RevocationEvent.RevocationMade event) {
        books().revocations().made(event);
        books().certificates().revoked(event.revocation());
        books().hostCertificates().revoked(event.revocation());
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
}
