package dev.bastion.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What people can be told of, and what each receiver of notices may choose. Kinds are only ever added. */
public enum NoticeKind {
    /** Somebody asks for access and needs approvals. */
    REQUEST_WAITS,
    /** Somebody asks to lengthen a grant and needs approvals. */
    EXTENSION_ASKED,
    /** A request of either sort was approved, denied or withdrawn, or nobody answered in time. */
    REQUEST_DECIDED,
    /** A grant ended before its time by somebody else's hand: revoked, its right lost, or its end forced. */
    GRANT_TAKEN_AWAY,
    /** Somebody took access in an emergency, without approval. */
    BREAK_GLASS,
    /** A grant has ended and is to be signed off. */
    REVIEW_DUE,
    /** Nobody signed a grant off in time. */
    REVIEW_OVERDUE,
    /** A review found what had not been asked for. */
    INCIDENT_OPENED,
    /** Somebody was shut out. */
    PERSON_DISABLED,
    /** Somebody is given the same target again and again. */
    ACCESS_RECURRING,
    /** A new text of access.yaml is not in force, for too few have signed it. */
    POLICY_REFUSED;

    /** As it is configured and sent: {@code request-waits}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Map<String, NoticeKind> words() {
        return Arrays.stream(values())
                .collect(Collectors.toMap(NoticeKind::word, Function.identity(), (one, same) -> one, TreeMap::new));
    }
}
