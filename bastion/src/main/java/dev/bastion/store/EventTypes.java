package dev.bastion.store;

import dev.bastion.policy.AccessEvent;
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
            new EventType("request-made", AccessEvent.RequestMade.class),
            new EventType("request-approved", AccessEvent.RequestApproved.class),
            new EventType("request-denied", AccessEvent.RequestDenied.class),
            new EventType("request-withdrawn", AccessEvent.RequestWithdrawn.class),
            new EventType("request-lapsed", AccessEvent.RequestLapsed.class),
            new EventType("grant-made", AccessEvent.GrantMade.class),
            new EventType("grant-started", AccessEvent.GrantStarted.class),
            new EventType("grant-extended", AccessEvent.GrantExtended.class),
            new EventType("grant-ended", AccessEvent.GrantEnded.class),
            new EventType("review-due", AccessEvent.ReviewDue.class),
            new EventType("review-not-owed", AccessEvent.ReviewNotOwed.class),
            new EventType("review-overdue", AccessEvent.ReviewOverdue.class),
            new EventType("grant-reviewed", AccessEvent.GrantReviewed.class),
            new EventType("incident-opened", AccessEvent.IncidentOpened.class),
            new EventType("certificate-signing", AccessEvent.CertificateSigning.class),
            new EventType("certificate-signed", AccessEvent.CertificateSigned.class),
            new EventType("certificate-revoked", AccessEvent.CertificateRevoked.class),
            new EventType("factor-enrolled", AccessEvent.FactorEnrolled.class),
            new EventType("factor-proved", AccessEvent.FactorProved.class),
            new EventType("factor-failed", AccessEvent.FactorFailed.class),
            new EventType("factor-removed", AccessEvent.FactorRemoved.class),
            new EventType("session-opened", AccessEvent.SessionOpened.class),
            new EventType("session-killed", AccessEvent.SessionKilled.class),
            new EventType("session-ended", AccessEvent.SessionEnded.class),
            new EventType("session-broken", AccessEvent.SessionBroken.class),
            new EventType("recording-read", AccessEvent.RecordingRead.class),
            new EventType("person-disabled", AccessEvent.PersonDisabled.class),
            new EventType("person-enabled", AccessEvent.PersonEnabled.class),
            new EventType("person-used", AccessEvent.PersonUsed.class),
            new EventType("people-appeared", AccessEvent.PeopleAppeared.class),
            new EventType("access-recurring", AccessEvent.AccessRecurring.class),
            new EventType("policy-accepted", AccessEvent.PolicyAccepted.class),
            new EventType("bastion-started", AccessEvent.BastionStarted.class),
            new EventType("bastion-stopped", AccessEvent.BastionStopped.class),
            new EventType("ledger-restored", AccessEvent.LedgerRestored.class),
            new EventType("logins-refused", AccessEvent.LoginsRefused.class));

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
