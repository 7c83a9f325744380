package dev.bastion.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Answers what the state is asked from the books that the events are kept in. */
abstract class BookState implements AccessState {

    private final Books books;

    BookState(Books books) {
        this.books = books;
    }

    final Books books() {
        return books;
    }

    /** What the newest events left behind. */
    abstract Marks marks();

    @Override
    public Optional<AccessRequest> request(long id) {
        return books.requests().request(id);
    }

    @Override
    public Optional<RequestState> requestState(long id) {
        return books.requests().state(id);
    }

    @Override
    public List<AccessRequest> requests() {
        return books.requests().all();
    }

    @Override
    public List<AccessRequest> pendingRequests() {
        return books.requests().pending();
    }

    @Override
    public Optional<Grant> grant(long id) {
        return books.grants().grant(id);
    }

    @Override
    public Optional<GrantState> grantState(long id) {
        return books.grants().state(id);
    }

    @Override
    public List<Grant> grants() {
        return books.grants().all();
    }

    @Override
    public List<Grant> grantsOf(String person) {
        return books.grants().of(person);
    }

    @Override
    public List<Grant> openGrants() {
        return books.grants().open();
    }

    @Override
    public List<Grant> liveGrants(String person, Instant now) {
        return books.grants().open().stream()
                .filter(grant -> grant.person().equals(person) && grant.inTime(now))
                .toList();
    }

    @Override
    public Optional<IssuedCertificate> certificate(long serial) {
        return books.certificates().certificate(serial);
    }

    @Override
    public List<IssuedCertificate> certificatesOf(String person) {
        return books.certificates().of(person);
    }

    @Override
    public List<IssuedCertificate> certificates() {
        return books.certificates().all();
    }

    @Override
    public Optional<HostCertificate> hostCertificate(long serial) {
        return books.hostCertificates().certificate(serial);
    }

    @Override
    public List<HostCertificate> hostCertificates() {
        return books.hostCertificates().all();
    }

    @Override
    public Optional<Revocation> revocation(RevocationKind kind, String what) {
        return books.revocations().revocation(kind, what);
    }

    @Override
    public List<Revocation> revocations() {
        return books.revocations().all();
    }

    @Override
    public Optional<SessionFacts> session(long id) {
        return books.sessions().session(id);
    }

    @Override
    public List<SessionFacts> sessions() {
        return books.sessions().all();
    }

    @Override
    public List<SessionFacts> openSessions() {
        return books.sessions().open();
    }

    @Override
    public Optional<Review> review(long grant) {
        return books.reviews().review(grant);
    }

    @Override
    public List<Review> openReviews() {
        return books.reviews().open();
    }

    @Override
    public List<Review> overdueReviews(Instant now) {
        return books.reviews().overdue(now);
    }

    @Override
    public List<Grant> unsettledGrants() {
        return books.reviews().unsettled().stream()
                .flatMap(id -> grant(id).stream())
                .toList();
    }

    @Override
    public Optional<Incident> incident(long id) {
        return books.reviews().incident(id);
    }

    @Override
    public List<Incident> incidents() {
        return books.reviews().incidents();
    }

    @Override
    public Optional<FactorState> factor(String person) {
        return books.factors().of(person);
    }

    @Override
    public Optional<Disabling> disabling(String person) {
        return books.people().disabling(person);
    }

    @Override
    public List<Disabling> disablings() {
        return books.people().disabled();
    }

    @Override
    public Optional<Instant> lastUse(String person) {
        return books.people().lastUse(person);
    }

    @Override
    public Optional<Instant> countsFrom(String person) {
        return books.people().countsFrom(person);
    }

    @Override
    public List<SignOn> signOns() {
        return books.signOns().all();
    }

    @Override
    public List<SignOn> signOnsOf(String person) {
        return books.signOns().of(person);
    }

    @Override
    public Optional<SignOn> signOn(String fingerprint) {
        return books.signOns().byKey(fingerprint);
    }

    @Override
    public Optional<SignOnSubject> signOnSubject(String person) {
        return books.signOns().subject(person);
    }

    @Override
    public Optional<String> signOnName(SignOnSubject subject) {
        return books.signOns().nameOf(subject);
    }

    @Override
    public Optional<SignOnSubject> signOnOwner(String fingerprint) {
        return books.signOns().ownerOfKey(fingerprint);
    }

    @Override
    public List<PersonEvent.AccessRecurring> recurring() {
        return books.people().recurring();
    }

    @Override
    public Optional<Hold> hold(Held held) {
        return books.retention().hold(held);
    }

    @Override
    public List<Hold> holds() {
        return books.retention().holds();
    }

    @Override
    public Optional<Deletion> deletion(long session) {
        return books.retention().deletion(session);
    }

    @Override
    public List<Deletion> deletions() {
        return books.retention().deletions();
    }

    @Override
    public List<BastionEvent.NoticesLost> noticesLost() {
        return books.notices().lost();
    }

    @Override
    public boolean livedOn(Instant day) {
        return books.days().on(day);
    }

    @Override
    public Duration lived(Instant from, Instant to) {
        return books.days().between(from, to);
    }

    @Override
    public Optional<BastionEvent.PolicyAccepted> policyAccepted() {
        return marks().policy();
    }

    @Override
    public List<AuthorityKey> authorityKeys() {
        return books.authorities().keys();
    }

    @Override
    public Optional<Instant> acceptedBy(String target, String fingerprint) {
        return books.authorities().accepted(target, fingerprint);
    }

    @Override
    public Optional<Instant> fetchedBy(String person, String fingerprint) {
        return books.authorities().fetched(person, fingerprint);
    }

    @Override
    public Instant newest() {
        return marks().newest();
    }

    @Override
    public long events() {
        return marks().events();
    }

    @Override
    public long nextRequestId() {
        return marks().lastRequest() + 1;
    }

    @Override
    public long nextGrantId() {
        return marks().lastGrant() + 1;
    }

    @Override
    public long nextSessionId() {
        return marks().lastSession() + 1;
    }

    @Override
    public long nextIncidentId() {
        return marks().lastIncident() + 1;
    }
}
