package dev.bastion.policy;

import java.time.Instant;

/**
 * What happened. The ledger is the list of these, and every state is built from them alone ({@link AccessFold}).
 *
 * <p>Kinds are only ever added, and their parts only ever added to: a ledger written by any release is read by every later
 * one.
 */
public sealed interface AccessEvent
        permits RequestEvent,
                GrantEvent,
                ReviewEvent,
                CertificateEvent,
                RevocationEvent,
                FactorEvent,
                SignOnEvent,
                SignerEvent,
                SessionEvent,
                PersonEvent,
                TargetEvent,
                RetentionEvent,
                AuthorityEvent,
                BastionEvent {

    /** When it happened, which for a late event is before it was written; whole milliseconds where the desk says it. */
    Instant at();
}
