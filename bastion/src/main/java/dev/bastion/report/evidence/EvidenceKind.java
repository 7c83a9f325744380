package dev.bastion.report.evidence;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of evidence that controls call for, by the words of the frameworks' files. */
@SuppressWarnings("ImmutableEnumChecker") // each kind of evidence is stateless
public enum EvidenceKind {
    APPROVALS(new ApprovalEvidence()),
    REASONS(new ReasonEvidence()),
    GRANT_ENDS(new GrantEndEvidence()),
    SESSIONS(new SessionEvidence()),
    RECORDINGS(new RecordingEvidence()),
    RECORDINGS_READ(new ReadingEvidence()),
    REVIEWS(new ReviewEvidence()),
    INVENTORY(new InventoryEvidence()),
    DUTIES(new DutyEvidence()),
    LEDGER(new LedgerEvidence()),
    POLICY_CHANGES(new PolicyChangeEvidence()),
    OPERATION(new OperationEvidence()),
    RECORDING_FAILURES(new RecordingFailureEvidence()),
    INACTIVITY(new InactivityEvidence()),
    LEAVERS(new LeaverEvidence()),
    IDLE(new IdleEvidence()),
    SECOND_FACTOR(new SecondFactorEvidence()),
    LOCKOUT(new LockoutEvidence()),
    REFUSALS(new RefusalEvidence()),
    TIME_LIMITS(new TimeLimitEvidence()),
    SOURCES(new SourceEvidence()),
    OWN_KEYS(new OwnKeyEvidence()),
    LEAST_PRIVILEGE(new PrivilegeEvidence()),
    BREAK_GLASS(new BreakGlassEvidence()),
    SHARED_LOGINS(new SharedLoginEvidence()),
    ENCRYPTION(new EncryptionEvidence()),
    NOTICES(new NoticeEvidence()),
    CLOCK(new ClockEvidence()),
    SECRETS(new SecretEvidence()),
    FILES(new FileEvidence()),
    PERMITS(new PermitEvidence()),
    TERMINATIONS(new TerminationEvidence()),
    PROTECTION(new ProtectionEvidence()),
    ELSEWHERE(new ElsewhereEvidence()),
    INCIDENTS(new IncidentEvidence()),
    WARNING(new WarningEvidence()),
    ACCOUNT_CHANGES(new AccountChangeEvidence()),
    RECURRENCE(new RecurrenceEvidence()),
    RETENTION(new RetentionEvidence());

    private final Evidence evidence;

    EvidenceKind(Evidence evidence) {
        this.evidence = evidence;
    }

    /** As a framework's file names it: {@code grant-ends}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Looks for it. */
    public Finding in(Grounds grounds) {
        return evidence.in(grounds);
    }

    /** All of them by their words. */
    public static Map<String, EvidenceKind> words() {
        return Arrays.stream(values())
                .collect(Collectors.toMap(EvidenceKind::word, Function.identity(), (one, same) -> one, TreeMap::new));
    }
}
