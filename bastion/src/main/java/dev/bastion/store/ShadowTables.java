package dev.bastion.store;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AuthorityEvent;
import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.CertificateEvent;
import dev.bastion.policy.FactorEvent;
import dev.bastion.policy.GrantEvent;
import dev.bastion.policy.PersonEvent;
import dev.bastion.policy.RequestEvent;
import dev.bastion.policy.RetentionEvent;
import dev.bastion.policy.ReviewEvent;
import dev.bastion.policy.RevocationEvent;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SignOnEvent;
import dev.bastion.policy.SignerEvent;
import dev.bastion.policy.TargetEvent;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Writes what one event means for the tables that lists are read from. From the event alone, never from what a table
 * says already, so that the same leaves always give the same rows.
 *
 * <p>For one thread; the tables are those named, or their likes behind a prefix.
 */
final class ShadowTables {

    /** Every table that is made from the leaves, with the columns by which its rows are told apart. */
    static final List<ShadowTable> ALL = List.of(
            new ShadowTable("access_request", "id"),
            new ShadowTable("approval", "request, person"),
            new ShadowTable("access_grant", "id"),
            new ShadowTable("grant_review", "grant_id"),
            new ShadowTable("incident", "id"),
            new ShadowTable("certificate", "serial"),
            new ShadowTable("host_certificate", "serial"),
            new ShadowTable("revocation", "seq"),
            new ShadowTable("recorded_session", "id"),
            new ShadowTable("recording_read", "seq"));

    /** A table and its key. */
    record ShadowTable(String name, String key) {}

    private final RequestRows requests;
    private final GrantRows grants;
    private final ReviewRows reviews;
    private final CertificateRows certificates;
    private final SessionRows sessions;

    ShadowTables(Handle handle, String prefix) {
        var sql = new ShadowSql(handle, prefix);
        this.requests = new RequestRows(sql);
        this.grants = new GrantRows(sql);
        this.reviews = new ReviewRows(sql);
        this.certificates = new CertificateRows(sql);
        this.sessions = new SessionRows(sql);
    }

    /** Writes the rows of one event. */
    void apply(long seq, AccessEvent event) {
        switch (event) {
            case RequestEvent request -> requests.apply(request);
            case GrantEvent grant -> grants.apply(grant);
            case ReviewEvent review -> reviews.apply(review);
            case CertificateEvent certificate -> certificates.apply(certificate);
            case RevocationEvent.RevocationMade made -> certificates.insert(seq, made);
            case SessionEvent session -> sessions.apply(seq, session);
            case FactorEvent ignored -> {}
            case SignerEvent ignored -> {}
            case PersonEvent ignored -> {}
            case SignOnEvent ignored -> {}
            case TargetEvent ignored -> {}
            case RetentionEvent ignored -> {}
            case BastionEvent ignored -> {}
            case AuthorityEvent ignored -> {}
        }
    }
}
