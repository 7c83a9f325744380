package dev.bastion.live;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.CertificateEvent.CertificateRevoked;
import dev.bastion.policy.RevocationEvent.RevocationMade;
import dev.bastion.policy.RevocationKind;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Ends what was begun by something that is revoked now, or opened a host by it, whichever bastion or command wrote it, and nothing else: sessions
 * at once with a sentence, and the connections, which may carry a command, when the ledger says so. Thread-safe; it holds
 * nobody up.
 */
public final class Revoker {
    private final Revocations revocations;
    private final LiveGrants live;

    public Revoker(Revocations revocations, LiveGrants live) {
        this.revocations = requireNonNull(revocations, "revocations is null");
        this.live = requireNonNull(live, "live is null");
    }

    /** Closes the gates before the ledger knows: marked first, walked second, so that no session slips through. */
    public void atOnce(AccessEvent event) {
        revocations.add(event);
        end(event);
    }

    /**
     * Follows the ledger: also what another bastion or a command on the server wrote.
     *
     * @param cut closes the connections that were proved by such
     */
    public void follow(AccessJournal journal, Consumer<Predicate<Proof>> cut) {
        journal.onCommitted(events -> committed(events, cut));
    }

    private void committed(List<AccessEvent> events, Consumer<Predicate<Proof>> cut) {
        for (AccessEvent event : events) {
            if (Revocations.isOne(event)) {
                end(event);
                cut.accept(proof -> Revocations.covers(event, proof));
            }
        }
    }

    private void end(AccessEvent event) {
        for (LiveSession session : live.sessions()) {
            boolean opened = session.onward()
                    .filter(certificate -> Revocations.coversOnward(event, certificate))
                    .isPresent();
            if (opened || Revocations.covers(event, session.proof())) {
                session.end(EndCause.REVOKED, sentence(event));
            }
        }
    }

    private static String sentence(AccessEvent event) {
        return switch (event) {
            case CertificateRevoked revoked -> "your certificate was revoked by " + revoked.by();
            case RevocationMade made ->
                what(made.revocation().kind()) + " revoked by "
                        + made.revocation().by();
            default -> throw new IllegalStateException("an event that revokes nothing");
        };
    }

    private static String what(RevocationKind kind) {
        return switch (kind) {
            case KEY -> "your key was";
            case KEY_ID, PERSON -> "your certificate was";
            case AUTHORITY -> "the authority behind it was";
        };
    }
}
