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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The word for each kind of event in the ledger. Words outlive class names: a renamed class keeps its word here, and no
 * word is ever given to another kind.
 */
final class EventTypes {

    private static final List<EventType> ALL = List.of(
            new EventType("request-made", RequestEvent.RequestMade.class),
            new EventType("request-approved", RequestEvent.RequestApproved.class),
            new EventType("request-denied", RequestEvent.RequestDenied.class),
            new EventType("request-withdrawn", RequestEvent.RequestWithdrawn.class),
            new EventType("request-lapsed", RequestEvent.RequestLapsed.class),
            new EventType("grant-made", GrantEvent.GrantMade.class),
            new EventType("grant-started", GrantEvent.GrantStarted.class),
            new EventType("grant-extended", GrantEvent.GrantExtended.class),
            new EventType("grant-ended", GrantEvent.GrantEnded.class),
            new EventType("review-due", ReviewEvent.ReviewDue.class),
            new EventType("review-not-owed", ReviewEvent.ReviewNotOwed.class),
            new EventType("review-overdue", ReviewEvent.ReviewOverdue.class),
            new EventType("grant-reviewed", ReviewEvent.GrantReviewed.class),
            new EventType("incident-opened", ReviewEvent.IncidentOpened.class),
            new EventType("certificate-signing", CertificateEvent.CertificateSigning.class),
            new EventType("host-certificate-signing", CertificateEvent.HostCertificateSigning.class),
            new EventType("certificate-signed", CertificateEvent.CertificateSigned.class),
            new EventType("certificate-revoked", CertificateEvent.CertificateRevoked.class),
            new EventType("revocation-made", RevocationEvent.RevocationMade.class),
            new EventType("factor-enrolled", FactorEvent.FactorEnrolled.class),
            new EventType("factor-proved", FactorEvent.FactorProved.class),
            new EventType("factor-failed", FactorEvent.FactorFailed.class),
            new EventType("factor-removed", FactorEvent.FactorRemoved.class),
            new EventType("session-opened", SessionEvent.SessionOpened.class),
            new EventType("session-killed", SessionEvent.SessionKilled.class),
            new EventType("session-ended", SessionEvent.SessionEnded.class),
            new EventType("session-broken", SessionEvent.SessionBroken.class),
            new EventType("recording-read", SessionEvent.RecordingRead.class),
            new EventType("person-disabled", PersonEvent.PersonDisabled.class),
            new EventType("person-enabled", PersonEvent.PersonEnabled.class),
            new EventType("person-used", PersonEvent.PersonUsed.class),
            new EventType("people-appeared", PersonEvent.PeopleAppeared.class),
            new EventType("access-recurring", PersonEvent.AccessRecurring.class),
            new EventType("signed-on", SignOnEvent.SignedOn.class),
            new EventType("sign-on-groups-changed", SignOnEvent.SignOnGroupsChanged.class),
            new EventType("sign-ons-confirmed", SignOnEvent.SignOnsConfirmed.class),
            new EventType("sign-on-ended", SignOnEvent.SignOnEnded.class),
            new EventType("sign-on-name-freed", SignOnEvent.SignOnNameFreed.class),
            new EventType("target-check-begun", TargetEvent.TargetCheckBegun.class),
            new EventType("target-checked", TargetEvent.TargetChecked.class),
            new EventType("hold-placed", RetentionEvent.HoldPlaced.class),
            new EventType("hold-lifted", RetentionEvent.HoldLifted.class),
            new EventType("recording-deleted", RetentionEvent.RecordingDeleted.class),
            new EventType("day-begun", BastionEvent.DayBegun.class),
            new EventType("authority-key-introduced", AuthorityEvent.AuthorityKeyIntroduced.class),
            new EventType("authority-key-moved", AuthorityEvent.AuthorityKeyMoved.class),
            new EventType("authority-key-held", AuthorityEvent.AuthorityKeyHeld.class),
            new EventType("authority-key-accepted", AuthorityEvent.AuthorityKeyAccepted.class),
            new EventType("profile-fetched", AuthorityEvent.ProfileFetched.class),
            new EventType("notices-lost", BastionEvent.NoticesLost.class),
            new EventType("signature-intended", SignerEvent.SignatureIntended.class),
            new EventType("signature-given", SignerEvent.SignatureGiven.class),
            new EventType("signature-refused", SignerEvent.SignatureRefused.class),
            new EventType("policy-accepted", BastionEvent.PolicyAccepted.class),
            new EventType("policy-refused", BastionEvent.PolicyRefused.class),
            new EventType("bastion-started", BastionEvent.BastionStarted.class),
            new EventType("bastion-stopped", BastionEvent.BastionStopped.class),
            new EventType("ledger-restored", BastionEvent.LedgerRestored.class),
            new EventType("logins-refused", BastionEvent.LoginsRefused.class));

    private static final Map<String, EventType> BY_WORD =
            ALL.stream().collect(Collectors.toUnmodifiableMap(EventType::word, Function.identity()));
    private static final Map<Class<?>, EventType> BY_RECORD =
            ALL.stream().collect(Collectors.toUnmodifiableMap(EventType::record, Function.identity()));

    private EventTypes() {}

    /** A kind of event and its word. */
    record EventType(String word, Class<? extends Record> record) {

        /** Whether the time is a part of its own; some kinds have it from the request or grant that they carry. */
        boolean hasOwnTime() {
            return Arrays.stream(record.getRecordComponents())
                    .anyMatch(component -> component.getName().equals("at"));
        }
    }

    static EventType of(AccessEvent event) {
        return Optional.ofNullable(BY_RECORD.get(event.getClass()))
                .orElseThrow(() -> new IllegalStateException("no word for " + event.getClass()));
    }

    static Optional<EventType> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    static List<EventType> all() {
        return ALL;
    }
}
