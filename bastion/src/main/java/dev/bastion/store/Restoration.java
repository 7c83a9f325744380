package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.CertificateEvent;
import dev.bastion.policy.GrantEnd;
import dev.bastion.policy.GrantEvent;
import dev.bastion.policy.RequestEvent;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SignOnEnd;
import dev.bastion.policy.SignOnEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was ended when an older copy of the ledger was accepted.
 *
 * @param grants that were open in it
 * @param requests that waited in it
 * @param certificates that had not run out
 * @param sessions that were open in it: their ends are in the part that was lost
 */
public record Restoration(int grants, int requests, int certificates, int sessions) {

    private static final String REASON = "the store was restored from an older copy";

    /** Ends everything in the copy that gives access, and marks that it was a copy. */
    record Ends(String by, String lostHead, Instant at) implements Decider<Restoration> {

        /** A head is some 250 bytes; whatever else lies at its path need not fill the ledger. */
        private static final int LONGEST_HEAD = 1024;

        Ends {
            requireNonNull(by, "by is null");
            requireNonNull(at, "at is null");
            lostHead = lostHead.substring(0, Math.min(lostHead.length(), LONGEST_HEAD));
        }

        @Override
        public Decided<Restoration> decide(AccessState state) {
            var grants = state.openGrants().stream()
                    .map(grant -> new GrantEvent.GrantEnded(
                            grant.id(), GrantEnd.RESTORED, Optional.of(by), REASON, at, false))
                    .toList();
            var requests = state.pendingRequests().stream()
                    .map(request -> new RequestEvent.RequestLapsed(request.id(), at))
                    .toList();
            var certificates = certificates(state);
            var sessions = state.openSessions().stream()
                    .map(session -> new SessionEvent.SessionBroken(session.session(), REASON, at))
                    .toList();
            var events = new ArrayList<AccessEvent>(grants);
            events.addAll(requests);
            events.addAll(certificates);
            events.addAll(sessions);
            state.signOns()
                    .forEach(signOn -> events.add(new SignOnEvent.SignOnEnded(
                            signOn.person(), signOn.key().fingerprint(), SignOnEnd.RESTORED, REASON, at, false)));
            events.add(new BastionEvent.LedgerRestored(lostHead, by, at));
            return new Decided<>(
                    events, new Restoration(grants.size(), requests.size(), certificates.size(), sessions.size()));
        }

        /** Everybody who ever had a certificate had asked for something. */
        private List<CertificateEvent.CertificateRevoked> certificates(AccessState state) {
            return state.requests().stream()
                    .map(AccessRequest::person)
                    .distinct()
                    .flatMap(person -> state.certificatesOf(person).stream())
                    .filter(certificate ->
                            !certificate.revoked() && certificate.notAfter().isAfter(at))
                    .map(certificate -> new CertificateEvent.CertificateRevoked(certificate.serial(), by, REASON, at))
                    .toList();
        }
    }
}
