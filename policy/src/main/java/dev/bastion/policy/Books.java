package dev.bastion.policy;

/** What the state is kept in, a book a topic. One thread writes them, any reads. */
record Books(
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
        AuthorityBook authorities) {

    /** Before any event. */
    static Books empty() {
        return new Books(
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
                new AuthorityBook());
    }

    /** The same to go on from by way of trial. */
    Books overlay() {
        return new Books(
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
                authorities.overlay());
    }
}
