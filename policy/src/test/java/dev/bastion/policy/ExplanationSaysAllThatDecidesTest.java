package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.text.HostNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExplanationSaysAllThatDecidesTest {

    private static final String FULL = TestPolicies.HOUSE
            .replace("admins: {duties: [administer]}", "admins: {duties: [administer]}\n  owners: {}")
            .replaceFirst("carol: (.*) groups: \\[admins\\]", "carol: $1 groups: [admins, owners]")
            .replace("    approvals: {count: 1, from: reviewers}\n", """
                        approvals: [{count: 1, from: reviewers}, {count: 1, from: owners}]
                        auto-approve: "request.duration <= duration('10m')"
                        when: "target.labels['env'] == 'prod'"
                        ticket: "INC-[0-9]+"
                        hours: [{days: [mon-fri], from: "08:00", to: "18:00", zone: UTC}]
                        sources: [10.0.0.0/8]
                        masks: [jwt, pan]
                        second-factor: {for: [approve, connection], window: 1h}
                    """);

    @Test
    void saysWhoReviewsAndWhatAnEmergencyGives() {
        String text = TestPolicies.EMERGENCIES.replace("review: {within: 24h}", "review: {within: 24h, overdue: hold}");
        List<String> asked = lines(text, "alice", Optional.empty(), "prod-db-1", "prod-web-1");
        assertEquals(
                List.of(
                        "to be reviewed within 1d by: bob, dave; while overdue, the rule gives nothing new",
                        "in an emergency: at once by rule prod, for at most 30m, to be reviewed within 4h by: bob, dave"),
                asked.subList(asked.size() - 2, asked.size()));
        assertEquals(
                "in an emergency: at most 30m, not 2h",
                lines(text, "alice", Optional.of(Duration.ofHours(2)), "prod-db-1")
                        .getLast());
        assertEquals(
                "in an emergency: at most 30m, not 9h",
                lines(text, "alice", Optional.of(Duration.ofHours(9)), "prod-db-1")
                        .getLast());
        assertEquals(
                "in an emergency: nothing, for the condition of rule prod does not hold then",
                lines(
                                text.replace("    lapse: 2h\n", "    when: \"request.duration > duration('40m')\"\n"),
                                "alice",
                                Optional.empty(),
                                "prod-db-1")
                        .getLast());
    }

    @Test
    void saysWhenNobodyButTheAskerCould() {
        String onlyDave = TestPolicies.HOUSE.replaceFirst("bob: (.*) groups: \\[reviewers\\]", "bob: $1 groups: []");
        List<String> lines = lines(
                onlyDave.replace("approvals: {count: 2, from: reviewers}", "approvals: {count: 1, from: reviewers}"),
                "dave",
                Optional.empty(),
                "prod-db-1");
        assertTrue(lines.contains("it would be refused: those besides dave can give 0 approvals"), lines::toString);
        assertTrue(lines.contains("to be reviewed within 1d by: nobody"), lines::toString);
    }

    private static List<String> lines(String text, String person, Optional<Duration> length, String... targets) {
        AccessPolicy policy = TestPolicies.policy(text);
        Asking asking = new Asking(
                policy.person(person).orElseThrow(),
                Stream.of(targets)
                        .map(name -> policy.target(name).orElseThrow())
                        .toList(),
                Optional.of("deploy"),
                Set.of(),
                length,
                false,
                "disk",
                Optional.empty(),
                Instant.parse("2026-11-20T14:00:00Z"));
        return Explanation.of(policy, asking, Optional.empty()).lines();
    }

    private static List<String> lines(Duration length, String reason, String ticket, String at, String source) {
        AccessPolicy policy = TestPolicies.policy(FULL);
        Asking asking = new Asking(
                policy.person("alice").orElseThrow(),
                List.of(policy.target("prod-db-1").orElseThrow()),
                Optional.of("postgres"),
                Set.of(),
                Optional.of(length),
                false,
                reason,
                Optional.ofNullable(ticket),
                Instant.parse(at));
        return Explanation.of(policy, asking, HostNames.address(source)).lines();
    }

    @Test
    void saysWhatTheDecidingRuleAsksFor() {
        List<String> lines = lines(Duration.ofHours(2), "disk", "INC-7", "2026-11-20T14:00:00Z", "192.0.2.7");

        assertEquals(
                List.of(
                        "rule careful does not: it does not cover target 'prod-db-1'; it does not give login 'postgres';"
                                + " it gives at most 1h, not 2h",
                        "rule prod covers it",
                        "rule staging does not: it does not cover target 'prod-db-1'; it does not give login 'postgres'",
                        "rule prod decides: shell,exec,sftp-read,sftp-write for 2h, at most 4h",
                        "its condition holds: target.labels['env'] == 'prod'",
                        "it does not approve by itself, for this does not hold: request.duration <= duration('10m')",
                        "needs 1 of reviewers (bob, dave) and 1 of owners (carol)",
                        "a second factor for: approve, connection, good for 1h"),
                lines.subList(0, 8));
        assertTrue(lines.get(8).endsWith("; open then, until 18:00 UTC"), lines::toString);
        assertEquals("connections from: 10.0.0.0/8; not that address", lines.get(9));
        assertEquals("masks on terminals: pan, jwt", lines.get(10));
        assertEquals("approved at 14:00 UTC it ends at 16:00 UTC", lines.get(11));
    }

    @Test
    void saysWhatWouldBeRefusedAndWhenItOpens() {
        List<String> lines = lines(Duration.ofMinutes(5), "disk", null, "2026-11-21T14:00:00Z", "10.1.2.3");

        assertTrue(lines.contains("it would be refused: a ticket is missing"), lines::toString);
        assertTrue(lines.contains("the rule approves by itself"), lines::toString);
        assertTrue(
                lines.stream().anyMatch(line -> line.endsWith("; closed then, opens 2026-11-23 08:00 UTC")),
                lines::toString);
        assertTrue(lines.contains("connections from: 10.0.0.0/8; that address is among them"), lines::toString);
    }

    @Test
    void saysThatNoRuleDoes() {
        List<String> lines = lines(Duration.ofHours(9), "disk", "INC-7", "2026-11-20T14:00:00Z", "10.1.2.3");

        assertEquals(
                List.of("no rule lets alice ask for this", "in an emergency: nothing without approval"),
                lines.subList(lines.size() - 2, lines.size()));
        assertTrue(lines.contains("rule prod does not: it gives at most 4h, not 9h"), lines::toString);
    }
}
