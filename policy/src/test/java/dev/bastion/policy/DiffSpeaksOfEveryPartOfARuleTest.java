package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.rule.Hours;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that has every part there is, and each of them changed by itself. */
class DiffSpeaksOfEveryPartOfARuleTest {

    private static final String FULL = TestPolicies.HOUSE.substring(0, TestPolicies.HOUSE.indexOf("rules:")) + """
            retention:
              short: {keep: 400d}
              long: {keep: 500d}
            rules:
              - name: full
                groups: [engineers]
                people: [carol]
                targets: [vault-1]
                labels: {env: prod}
                logins: [root, deploy]
                when: "request.reason != ''"
                permits: [exec, sftp-read, sftp-write, forward]
                forward: ["localhost:5432"]
                commands: ["uptime"]
                paths: {read: ["/var/log/**"], write: ["/tmp/*"]}
                duration: {default: 45m, max: 4h}
                start: first-use
                latest-start: 8h
                lapse: 2h
                approvals: {count: 1, from: reviewers}
                extension: {approvals: 1}
                auto-approve: "request.reason == 'drill'"
                ticket: "INC-[0-9]+"
                hours: [{days: [mon-fri], from: "08:00", to: "18:00", zone: UTC}]
                sources: [10.0.0.0/8]
                sessions: 3
                idle: 15m
                second-factor: {for: [connection], window: 1h}
                exec-recording: {limit: 20MiB, then: digest}
                masks: [pan]
                review: {within: 24h, by: [reviewers]}
                break-glass: {max: 30m, review-within: 4h}
                retention: short
            """;

    /** The part, and how the text says another. */
    private static final Map<String, String[]> CHANGES = new TreeMap<>(Map.ofEntries(
            change("name", "name: full", "name: whole"),
            change("askers.groups", "groups: [engineers]\n    people", "groups: [admins]\n    people"),
            change("askers.people", "people: [carol]", "people: [mallory]"),
            change("targets.names", "targets: [vault-1]", "targets: [staging-1]"),
            change("targets.labels", "    labels: {env: prod}\n    logins", "    labels: {tier: web}\n    logins"),
            change("logins", "logins: [root, deploy]\n    when", "logins: [deploy]\n    when"),
            change("when", "request.reason != ''", "request.reason != 'x'"),
            change("permits", ", forward]\n    forward: [\"localhost:5432\"]\n", "]\n"),
            change("confines.commands", "[\"uptime\"]", "[\"uptime\", \"id\"]"),
            change("confines.readable", "/var/log/**", "/var/log/app/**"),
            change("confines.writable", "/tmp/*", "/srv/*"),
            change("confines.destinations", "localhost:5432", "localhost:5433"),
            change("terms.byDefault", "default: 45m", "default: 40m"),
            change("terms.max", "max: 4h", "max: 5h"),
            change("terms.startAt", "    start: first-use\n    latest-start: 8h\n", ""),
            change("terms.latestStart", "latest-start: 8h", "latest-start: 7h"),
            change("terms.lapse", "lapse: 2h", "lapse: 3h"),
            change("agreement.quorums", "{count: 1, from: reviewers", "{count: 2, from: reviewers"),
            change("agreement.byItself", "'drill'", "'exercise'"),
            change("agreement.forExtension", "    extension: {approvals: 1}\n", ""),
            change("agreement.signed", "    lapse", "    signed-approvals: true\n    lapse"),
            change("papers.reasonRequired", "    lapse", "    reason: optional\n    lapse"),
            change("papers.ticket", "INC-", "CHG-"),
            change("use.hours", "18:00", "19:00"),
            change("use.sources", "10.0.0.0/8", "10.0.0.0/9"),
            change("use.sessions", "sessions: 3", "sessions: 4"),
            change("use.idle", "idle: 15m", "idle: 16m"),
            change("use.plainKey", "    lapse", "    plain-key: true\n    lapse"),
            change("secondFactor.acts", "for: [connection]", "for: [approve, connection]"),
            change("secondFactor.window", "window: 1h", "window: 2h"),
            change("secondFactor.key", "    lapse", "    key: touch\n    lapse"),
            change("execRecording.limitBytes", "limit: 20MiB", "limit: 30MiB"),
            change("execRecording.pastLimit", "then: digest", "then: end"),
            change("masks", "    masks: [pan]\n", ""),
            change("review.within", "{within: 24h", "{within: 25h"),
            change("review.by", "by: [reviewers]", "by: [admins]"),
            change("review.holdsBack", "by: [reviewers]", "by: [reviewers], overdue: hold"),
            change("breakGlass.max", "{max: 30m", "{max: 20m"),
            change("breakGlass.reviewWithin", "review-within: 4h", "review-within: 5h"),
            change("retention", "retention: short", "retention: long")));

    private static Map.Entry<String, String[]> change(String part, String now, String other) {
        return Map.entry(part, new String[] {now, other});
    }

    static Set<String> parts() {
        return CHANGES.keySet();
    }

    /** So that a part that a rule gains some day is not forgotten. */
    @Test
    void noPartIsLeftOut() {
        Set<String> parts = new TreeSet<>();
        parts(Rule.class, "", parts);
        // Everything is for duties alone.
        parts.remove("targets.everything");
        assertEquals(parts, parts());
    }

    @ParameterizedTest
    @MethodSource("parts")
    void aChangeOfOnePartIsTold(String part) {
        String[] change = CHANGES.get(part);
        assertTrue(FULL.contains(change[0]), part);
        String other = FULL.replace(change[0], change[1]);
        assertNotEquals(FULL, other);
        assertFalse(
                PolicyDiff.between(TestPolicies.policy(FULL), TestPolicies.policy(other))
                        .none(),
                part);
    }

    @Test
    void soIsALengthOfRetentionUnderTheSameName() {
        String other = FULL.replace("short: {keep: 400d}", "short: {keep: 401d}");
        assertFalse(PolicyDiff.between(TestPolicies.policy(FULL), TestPolicies.policy(other))
                .none());
    }

    private static void parts(Class<?> type, String prefix, Set<String> found) {
        for (RecordComponent component : type.getRecordComponents()) {
            Class<?> inner = plain(component.getGenericType());
            String path = prefix + component.getName();
            boolean within = inner.isRecord() && inner != Hours.class && !isText(inner);
            if (within) {
                parts(inner, path + ".", found);
            } else {
                found.add(path);
            }
        }
    }

    /** What is written as one text is one part. */
    private static boolean isText(Class<?> type) {
        return Set.of("Condition", "TicketPattern").contains(type.getSimpleName());
    }

    private static Class<?> plain(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Optional.class
                    ? plain(generic.getActualTypeArguments()[0])
                    : (Class<?>) generic.getRawType();
        }
        return (Class<?>) type;
    }
}
