package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.CertificateEvent;
import dev.bastion.policy.GrantEvent;
import dev.bastion.policy.GrantState;
import dev.bastion.policy.PersonEvent;
import dev.bastion.policy.Revocation;
import dev.bastion.policy.RevocationEvent;
import dev.bastion.policy.RevocationKind;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SessionFacts;
import dev.bastion.policy.SignOnEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * An end that has taken effect and is not written yet. Immutable but for its future.
 *
 * @param event takes something away
 * @param future of whoever wants to know when it is written
 */
record PendingEnd(AccessEvent event, CompletableFuture<Void> future) {

    PendingEnd {
        requireNonNull(event, "event is null");
        requireNonNull(future, "future is null");
        if (!takesAway(event)) {
            throw new IllegalArgumentException(
                    "an event of kind '" + EventTypes.of(event).word() + "' is no end");
        }
    }

    /** Whether the event takes away and gives nothing. */
    static boolean takesAway(AccessEvent event) {
        return event instanceof GrantEvent.GrantEnded
                || event instanceof SessionEvent.SessionEnded
                || event instanceof SessionEvent.SessionKilled
                || event instanceof SessionEvent.SessionBroken
                || event instanceof PersonEvent.PersonDisabled
                || event instanceof SignOnEvent.SignOnEnded
                || event instanceof CertificateEvent.CertificateRevoked
                || event instanceof RevocationEvent.RevocationMade;
    }

    /** The same end, written after it took effect. */
    PendingEnd late() {
        return new PendingEnd(late(event), future);
    }

    /**
     * Whether it still says something: another bastion, or a decision that was quicker, may have written the same end
     * meanwhile; and what never came to be in the ledger need not end there.
     */
    boolean stillDue(AccessState state) {
        return switch (event) {
            case GrantEvent.GrantEnded ended ->
                state.grantState(ended.grant())
                        .filter(grant -> !(grant instanceof GrantState.Ended))
                        .isPresent();
            case SessionEvent.SessionEnded ended -> isOpen(state, ended.session());
            case SessionEvent.SessionBroken broken -> isOpen(state, broken.session());
            case SessionEvent.SessionKilled killed -> isOpen(state, killed.session());
            case CertificateEvent.CertificateRevoked revoked ->
                state.certificate(revoked.serial())
                                .filter(certificate -> !certificate.revoked())
                                .isPresent()
                        || state.hostCertificate(revoked.serial())
                                .filter(certificate -> !certificate.revoked())
                                .isPresent();
            case RevocationEvent.RevocationMade made -> !isSaid(state, made.revocation());
            case PersonEvent.PersonDisabled disabled ->
                state.disabling(disabled.person()).isEmpty();
            case SignOnEvent.SignOnEnded ended ->
                state.signOn(ended.fingerprint())
                        .filter(signOn -> signOn.person().equals(ended.person())
                                && !signOn.at().isAfter(ended.at()))
                        .isPresent();
            default -> false;
        };
    }

    void written(Executor executor) {
        executor.execute(() -> future.complete(null));
    }

    void givenUp(RuntimeException why, Executor executor) {
        executor.execute(() -> future.completeExceptionally(why));
    }

    private static boolean isOpen(AccessState state, long session) {
        return state.session(session).filter(SessionFacts::open).isPresent();
    }

    /** A person's certificates may be taken back again and again. */
    private static boolean isSaid(AccessState state, Revocation revocation) {
        return state.revocation(revocation.kind(), revocation.what())
                .filter(said ->
                        revocation.kind() != RevocationKind.PERSON || !said.at().isBefore(revocation.at()))
                .isPresent();
    }

    private static AccessEvent late(AccessEvent event) {
        return switch (event) {
            case GrantEvent.GrantEnded ended ->
                new GrantEvent.GrantEnded(ended.grant(), ended.how(), ended.by(), ended.reason(), ended.at(), true);
            case SessionEvent.SessionEnded ended ->
                new SessionEvent.SessionEnded(
                        ended.session(),
                        ended.cause(),
                        ended.sealSha256(),
                        ended.unrecordedBytes(),
                        ended.withheldLines(),
                        ended.masked(),
                        true,
                        ended.at());
            case RevocationEvent.RevocationMade made -> new RevocationEvent.RevocationMade(made.revocation(), true);
            case PersonEvent.PersonDisabled disabled ->
                new PersonEvent.PersonDisabled(
                        disabled.person(), disabled.by(), disabled.reason(), disabled.at(), true);
            case SignOnEvent.SignOnEnded ended ->
                new SignOnEvent.SignOnEnded(
                        ended.person(), ended.fingerprint(), ended.how(), ended.reason(), ended.at(), true);
            default -> event;
        };
    }
}
