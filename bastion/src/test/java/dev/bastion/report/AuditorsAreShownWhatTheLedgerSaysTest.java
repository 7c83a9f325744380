package dev.bastion.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.Decision;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Proofs;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SessionForm;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditorsAreShownWhatTheLedgerSaysTest {
    private static final String HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script>, \"quoted\"";

    private final TestHouse house = new TestHouse();

    @Test
    void whoHadWhatWhyAndForHowLong() throws Exception {
        worked(granted("disk is full"));

        JsonNode row = json(access(Duration.ofDays(1))).get("rows").get(0);

        assertEquals("g-1", row.get("grant").asText());
        assertEquals("alice", row.get("person").asText());
        assertEquals("prod-db-1", row.get("targets").asText());
        assertEquals("disk is full", row.get("reason").asText());
        assertEquals("2026-11-20T12:10:00Z", row.get("end").asText());
        assertEquals("bob", row.get("approvers").asText());
        assertEquals("1", row.get("sessions").asText());
        assertEquals("10m", row.get("time_used").asText());
        assertEquals("5", row.get("unrecorded_bytes").asText());
        assertEquals("released by alice", row.get("ended").asText());
    }

    @Test
    void onlyWhatGaveAccessWithinTheSpan() {
        Grant grant = granted("disk is full");
        house.clock.forward(Duration.ofDays(3));

        assertEquals(0, access(Duration.ofDays(1)).rows().size());
        assertEquals(1, access(Duration.ofDays(4)).rows().size(), grant::toString);
    }

    @Test
    void rulesThatNobodyUsedFirst() {
        worked(granted("disk is full"));

        Report report = new UseReport(house.state(), house.policy.current())
                .rules(new Span(
                        TestHouse.NOON.minusSeconds(60), house.clock.instant().plusSeconds(60)));

        assertEquals(
                List.of("careful", "staging", "prod"),
                report.rows().stream().map(List::getFirst).toList());
        assertEquals(List.of("prod", "1", "1", "1", "yes"), report.rows().getLast());
    }

    @Test
    void personsWhoWereNotHereForLongestFirst() {
        worked(granted("disk is full"));

        Report report = new UseReport(house.state(), house.policy.current()).people();

        assertEquals("alice", report.rows().getLast().getFirst());
        assertEquals("never", report.rows().getFirst().getLast());
        assertEquals(6, report.rows().size());
    }

    @Test
    void nothingThatSomebodyWroteDoesAnythingInASpreadsheetOrABrowser() {
        granted(HOSTILE);
        Report report = access(Duration.ofDays(1));

        String csv = ReportFormat.CSV.write(report);
        String html = ReportFormat.HTML.write(report);

        assertTrue(csv.contains("\"'=cmd|' /C calc'!A0 <script>alert(1)</script>, \"\"quoted\"\"\""), csv);
        assertFalse(html.contains("<script>"), html);
        assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), html);
    }

    @Test
    void textSaysEachThingOnALineOfItsOwn() {
        granted("disk is full");

        assertTrue(ReportFormat.TEXT.write(access(Duration.ofDays(1))).contains("\nreason            disk is full\n"));
    }

    private Report access(Duration back) {
        Span span = new Span(
                house.clock.instant().minus(back), house.clock.instant().plusSeconds(1));
        return new AccessReport(house.state(), house.clock.instant()).over(span, grant -> true);
    }

    private Grant granted(String reason) {
        Wish wish = new Wish(
                List.of("prod-db-1"),
                Optional.of("postgres"),
                Optional.of(Duration.ofMinutes(45)),
                reason,
                Optional.empty(),
                Set.of());
        AccessRequest asked =
                ((Decision.RequestPending) house.decide(house.desk.request("alice", wish, Proofs.NONE))).request();
        return ((Decision.GrantGiven) house.decide(house.desk.approve("bob", asked.id()))).grant();
    }

    private void worked(Grant grant) {
        house.journal.append(List.of(new SessionEvent.SessionOpened(
                1,
                grant.id(),
                "alice",
                "prod-db-1",
                "postgres",
                "192.0.2.1:50000",
                SessionForm.JUMP,
                house.clock.instant())));
        house.clock.forward(Duration.ofMinutes(10));
        house.journal.append(
                List.of(new SessionEvent.SessionEnded(1, "client-left", "ab", 5, 0, false, house.clock.instant())));
        house.decide(house.desk.release("alice", grant.id()));
    }

    private static JsonNode json(Report report) throws Exception {
        return new ObjectMapper().readTree(ReportFormat.JSON.write(report));
    }
}
