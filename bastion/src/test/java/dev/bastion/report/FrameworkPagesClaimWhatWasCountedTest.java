package dev.bastion.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.Decision;
import dev.bastion.policy.FactorEvent;
import dev.bastion.policy.Grant;
import dev.bastion.policy.PersonEvent;
import dev.bastion.policy.Proofs;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SessionForm;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.TestPolicies;
import dev.bastion.policy.Verdict;
import dev.bastion.recorder.RecordingStore;
import dev.bastion.recorder.ledger.Finding;
import dev.bastion.recorder.ledger.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameworkPagesClaimWhatWasCountedTest {
    @TempDir
    Path directory;

    private AuditedHouse audited;

    @BeforeEach
    void begin() throws Exception {
        audited = new AuditedHouse(directory, TestPolicies.HOUSE);
    }

    private List<String> pci(String control) throws Exception {
        return audited.says(Framework.PCI, control);
    }

    private static void assertSays(String sentence, List<String> lines) {
        assertTrue(lines.contains(sentence), () -> sentence + "\nis not among\n" + String.join("\n", lines));
    }

    @Test
    void whereNothingHappenedThereIsNoEvidence() throws Exception {
        assertEquals(List.of("no evidence: nothing was granted in this span"), pci("7.2.3"));
        assertEquals(
                "no evidence: no session was opened in this span",
                pci("10.2.1.2").getFirst());
        assertEquals(List.of("no evidence: no rule sets an idle timeout"), pci("8.2.8"));
        assertEquals(List.of("no evidence: training of staff"), pci("12.10.4"));
    }

    @Test
    void grantsAreCountedByWhoAgreed() throws Exception {
        audited.granted();
        assertEquals(
                "shown: 1 grant: 1 approved by somebody else, 0 by a rule itself, 0 by breaking the glass; 0 by the one who"
                        + " asked; requests: 1 approved",
                pci("7.2.3").getFirst());

        Decision given = audited.decide(audited.house.desk.request(
                "alice", TestHouse.wish("staging-1", "deploy", Duration.ofMinutes(30)), Proofs.NONE));
        assertTrue(given instanceof Decision.GrantGiven, given::toString);

        List<String> lines = pci("7.2.3");
        assertSays("gap: given by a rule itself, without anybody's approval: g-2 (staging)", lines);
        assertSays("gap: rules that approve by themselves: staging", lines);
    }

    @Test
    void aBrokenRecordingIsAGapByName() throws Exception {
        Grant grant = audited.granted();
        audited.session(1, grant);
        audited.session(2, grant);
        assertEquals(
                "shown: recordings sealed, and every file as it was sealed: 2 of 2 sessions",
                pci("10.2.1.2").getFirst());

        try (Stream<Path> files = Files.list(
                new RecordingStore(audited.recordings()).find(2).orElseThrow().directory())) {
            Path cast = files.filter(file -> file.toString().endsWith(".cast"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(cast, Files.readString(cast).replace("hello", "hullo"));
        }

        List<String> lines = pci("10.2.1.2");
        assertEquals("shown: recordings sealed, and every file as it was sealed: 1 of 2 sessions", lines.getFirst());
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("gap: s-2: ") && line.endsWith(".cast was changed")),
                lines::toString);
    }

    @Test
    void idleTimeoutsAreNamedWithTheRulesThatHaveNone() throws Exception {
        audited = new AuditedHouse(
                directory,
                TestPolicies.HOUSE
                        .replace("    lapse: 2h\n", "    lapse: 2h\n    idle: 10m\n")
                        .replace("    auto-approve: true\n", "    auto-approve: true\n    idle: 1h\n"));

        List<String> lines = pci("8.2.8");

        assertEquals("shown: idle timeout set in 2 of 3 rules; sessions that it ended: 0", lines.getFirst());
        assertSays("gap: rules without: careful", lines);
        assertSays("gap: rules with more than 15m: staging", lines);
    }

    @Test
    void whatTheBastionEndedIsToldByItsCause() throws Exception {
        Grant grant = audited.granted();
        ended(1, grant, "client-left");
        assertEquals(
                List.of("no evidence: the bastion ended no session in this span before its people did"),
                audited.says(Framework.FFIEC, "IS III.D").subList(0, 1));

        ended(2, grant, "idle");
        ended(3, grant, "recording-failed");

        assertEquals(
                "shown: sessions that the bastion ended: 1 idle 1 recording_failed; by an administrator's hand: none",
                audited.says(Framework.FFIEC, "IS III.D").getFirst());
        List<String> failures = pci("10.7.2");
        assertEquals(
                "shown: 3 sessions, 1 of them ended because their recording failed, 0 because it was full",
                failures.getFirst());
        assertEquals("gap: ended because their recording failed: s-3", failures.get(1));
    }

    private void ended(long id, Grant grant, String cause) {
        audited.happens(new SessionEvent.SessionOpened(
                id, grant.id(), "alice", "prod-db-1", "postgres", "192.0.2.1:5", SessionForm.JUMP, TestHouse.NOON));
        audited.happens(new SessionEvent.SessionEnded(id, cause, "ab", 0, 0, false, TestHouse.NOON));
    }

    @Test
    void secondFactorsAreAGapWhereARuleAsksForNone() throws Exception {
        assertEquals(List.of("no evidence: no rule asks for a second factor before its grants are used"), pci("8.4.2"));
        audited = new AuditedHouse(
                directory,
                TestPolicies.HOUSE.replace(
                        "    lapse: 2h\n", "    lapse: 2h\n    second-factor: {for: [connection]}\n"));

        List<String> lines = pci("8.4.2");

        assertEquals(
                "shown: second factor asked before use by rules: prod; one-time codes proved by 0 of 6 persons; keys on a"
                        + " FIDO2 token: 0 persons",
                lines.getFirst());
        assertSays("gap: rules without: careful staging", lines);
        assertSays("gap: has no second factor yet, and a rule asks for one: alice erin dave", lines);
    }

    @Test
    void tenWrongCodesAreOneLockout() throws Exception {
        audited.happens(new FactorEvent.FactorEnrolled("alice", "sealed", Set.of("ab"), TestHouse.NOON));
        for (int i = 0; i < 9; i++) {
            audited.happens(new FactorEvent.FactorFailed("alice", "192.0.2.1", TestHouse.NOON));
        }
        assertEquals(
                "shown: 10 wrong codes lock a second factor for 30m; in this span 9 wrong codes, 0 lockouts",
                pci("8.3.4").getFirst());

        audited.happens(new FactorEvent.FactorFailed("alice", "192.0.2.1", TestHouse.NOON));

        assertEquals(
                "shown: 10 wrong codes lock a second factor for 30m; in this span 10 wrong codes, 1 lockout",
                pci("8.3.4").getFirst());
    }

    @Test
    void overdueReviewsAreNamedUntilTheyAreSigned() throws Exception {
        Grant grant = audited.granted();
        audited.over(grant);
        audited.house.clock.forward(Duration.ofDays(2));
        List<String> waiting = audited.says(Framework.ISO, "A.5.18");
        assertSays(
                "shown: 1 review fell due: 0 signed off by somebody else, of them 0 with a deviation; 1 wait", waiting);
        assertSays("gap: overdue now: g-1", waiting);

        audited.decide(audited.house.desk.afterwards().review("bob", grant.id(), Verdict.OK, ""));

        List<String> signed = audited.says(Framework.ISO, "A.5.18");
        assertSays(
                "shown: 1 review fell due: 1 signed off by somebody else, of them 0 with a deviation; 0 wait", signed);
        assertSays("gap: signed off after their time: g-1", signed);
    }

    @Test
    void peopleWhoAreNotHereForLongAreCounted() throws Exception {
        audited.happens(new PersonEvent.PeopleAppeared(
                Set.of("alice", "erin", "bob", "dave", "carol", "mallory"), TestHouse.NOON));
        audited.happens(new PersonEvent.PersonUsed("alice", TestHouse.NOON));
        assertEquals(
                List.of(
                        "shown: inactive accounts: disabled after 90d; disabled for that now: none; of those who are not"
                                + " disabled the oldest last use is of alice, 2026-11-20T12:00:00Z"),
                pci("8.2.6"));

        audited.house.clock.forward(Duration.ofDays(91));
        audited.configuration = "people: {disable-after: never}\n";

        List<String> lines = pci("8.2.6");
        assertSays("gap: people.disable-after is never", lines);
        assertSays("gap: not disabled, and without use for more than 90d: alice erin bob dave carol mallory", lines);
    }

    @Test
    void startsWithoutAStopAreCrashes() throws Exception {
        audited.happens(new BastionEvent.BastionStarted("1", TestHouse.NOON));
        audited.happens(new BastionEvent.BastionStopped(TestHouse.NOON.plusSeconds(10)));
        audited.happens(new BastionEvent.BastionStarted("1", TestHouse.NOON.plusSeconds(20)));
        audited.happens(new BastionEvent.BastionStarted("1", TestHouse.NOON.plusSeconds(30)));

        List<String> lines = pci("10.2.1.6");

        assertEquals("shown: started 3 times, stopped in order 1 time", lines.getFirst());
        assertEquals(
                "gap: started where no stop was written since the start before: 2026-11-20T12:00:30Z", lines.get(1));
    }

    @Test
    void aDamagedLedgerIsSaidToBeDamaged() throws Exception {
        assertTrue(
                pci("10.3.4").getFirst().startsWith("shown: the ledger was verified now: 7 entries, root "),
                () -> "not verified");

        audited.ledger = new Verification.Damaged(List.of(new Finding.Changed(3, 3)), 0);

        List<String> lines = pci("10.3.4");
        assertEquals("shown: the ledger was looked through now, and it is not as it was signed", lines.getFirst());
        assertEquals("gap: entry 3 was changed", lines.get(1));
    }

    @Test
    void aClockThatNobodySetIsNoEvidence() throws Exception {
        assertTrue(pci("10.6.1").getFirst().startsWith("no evidence: this process sees no sign"), "a clock");
        audited.clockSet = Optional.of(TestHouse.NOON);
        assertEquals(
                List.of("shown: systemd-timesyncd last set this machine's clock at 2026-11-20T12:00:00Z"),
                pci("10.6.1"));
    }

    @Test
    void theSummaryCountsWhatThePagesSay() throws Exception {
        audited.granted();
        Report all = new FrameworkReport(audited.grounds()).all();

        for (List<String> row : all.rows()) {
            int controls = Integer.parseInt(row.get(2));
            int parts = row.subList(3, 6).stream().mapToInt(Integer::parseInt).sum();
            assertEquals(controls, parts, row::toString);
        }
        assertEquals(5, all.rows().size());
    }

    /** CC6.1 calls for what a policy alone shows, and for what no bastion can. */
    @Test
    void aControlOfWhichSomethingCannotBeShownIsShownInPart() throws Exception {
        List<String> soc2 = new FrameworkReport(audited.grounds())
                .all().rows().stream()
                        .filter(row -> row.getFirst().equals("soc2"))
                        .findFirst()
                        .orElseThrow();

        assertEquals("0", soc2.get(3), soc2::toString);
        assertTrue(
                audited.says(Framework.SOC2, "CC6.1").contains("no evidence: that there is no other way to the hosts"));
    }

    @Test
    void aControlIsSaidOnceForPeopleAndOnEachLineForMachines() throws Exception {
        audited.granted();
        Report page = new FrameworkReport(audited.grounds()).of(Framework.PCI);
        long lines = page.rows().stream()
                .filter(row -> row.getFirst().equals("8.6.1"))
                .count();
        assertTrue(lines > 1, page::toString);

        assertEquals(1, count(ReportFormat.TEXT.write(page), "\ncontrol   8.6.1\n"));
        assertEquals(1, count(ReportFormat.HTML.write(page), "<td>8.6.1</td>"));
        assertEquals(lines, count(ReportFormat.CSV.write(page), "\"8.6.1\","));
        assertEquals(lines, count(ReportFormat.JSON.write(page), "\"control\":\"8.6.1\""));
        assertFalse(ReportFormat.HTML.write(page).contains("<script"));
    }

    private static long count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1L;
    }
}
