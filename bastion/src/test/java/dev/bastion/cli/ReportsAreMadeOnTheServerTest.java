package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.ConfigReader;
import dev.bastion.config.ConfigReading;
import dev.bastion.config.Ledgers;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.GrantTokenSigner;
import dev.bastion.policy.MovedClock;
import dev.bastion.policy.Proofs;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SessionForm;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.TestPolicies;
import dev.bastion.store.SqlJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A day ago alice was granted prod-db-1 and had a session on it, whose recording is gone. */
class ReportsAreMadeOnTheServerTest {
    private static final String NOTHING_GRANTED = "\"what\":\"nothing was granted in this span\"";

    @TempDir
    Path directory;

    @BeforeEach
    void happened() throws Exception {
        Run.in(directory, "init", "--demo");
        Files.writeString(directory.resolve("access.yaml"), TestPolicies.HOUSE);
        MovedClock clock = new MovedClock(Run.NOW.minus(Duration.ofDays(1)));
        AccessPolicy policy = TestPolicies.policy(TestPolicies.HOUSE);
        AccessDesk desk = new AccessDesk(
                () -> policy, new GrantTokenSigner(TestHouse.ed25519().getPrivate(), "bastion", clock), clock);
        try (SqlJournal journal = SqlJournal.open(Ledgers.settings(config()), clock)) {
            journal.submit(desk.request(
                            "alice", TestHouse.wish("prod-db-1", "postgres", Duration.ofMinutes(45)), Proofs.NONE))
                    .toCompletableFuture()
                    .get();
            journal.submit(desk.approve("bob", 1)).toCompletableFuture().get();
            journal.append(List.of(
                            new SessionEvent.SessionOpened(
                                    1,
                                    1,
                                    "alice",
                                    "prod-db-1",
                                    "postgres",
                                    "192.0.2.1:50000",
                                    SessionForm.JUMP,
                                    clock.instant()),
                            new SessionEvent.SessionEnded(
                                    1,
                                    "client-left",
                                    "ab",
                                    0,
                                    0,
                                    false,
                                    clock.instant().plusSeconds(60))))
                    .toCompletableFuture()
                    .get();
        }
    }

    private BastionConfig config() {
        ConfigReading reading = ConfigReader.read(directory.resolve("bastion.yaml"), Map.of());
        return assertInstanceOf(ConfigReading.Accepted.class, reading, reading::toString)
                .config();
    }

    private Run report(String... words) {
        List<String> args = new ArrayList<>(List.of("report"));
        args.addAll(List.of(words));
        return Run.in(directory, args.toArray(String[]::new));
    }

    private JsonNode json(String... words) throws IOException {
        List<String> args = new ArrayList<>(List.of(words));
        args.addAll(List.of("--format", "json"));
        Run run = report(args.toArray(String[]::new));
        assertEquals(0, run.status(), run::toString);
        return new ObjectMapper().readTree(run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"access", "rules", "people", "frameworks", "ffiec", "pci", "nist", "soc2", "iso"})
    void eachIsWrittenInEachFormat(String subject) throws Exception {
        JsonNode json = json(subject);
        String title = json.get("title").asText();
        assertFalse(json.get("rows").isEmpty(), json::toString);

        Run text = report(subject);
        assertEquals(0, text.status(), text::toString);
        assertEquals("bastion: the ledger is sound: 5 entries\n", text.err());
        assertTrue(text.out().startsWith(title + "\n"), text::out);

        Run csv = report(subject, "--format", "csv");
        assertEquals(0, csv.status(), csv::toString);
        List<String> columns = new ArrayList<>();
        json.get("rows").get(0).fieldNames().forEachRemaining(columns::add);
        assertTrue(csv.out().startsWith("\"" + String.join("\",\"", columns) + "\"\r\n"), csv::out);
        assertEquals(json.get("rows").size() + 1, csv.out().split("\r\n").length);

        Run html = report(subject, "--format", "html");
        assertEquals(0, html.status(), html::toString);
        assertTrue(html.out().startsWith("<!doctype html>\n"), html::out);
        assertTrue(html.out().contains("<h1>" + title + "</h1>"), html::out);
        assertTrue(html.out().endsWith("</html>\n"), html::out);
    }

    @Test
    void onlyTheSpanIsCounted() throws Exception {
        assertEquals(1, json("access").get("rows").size());
        assertEquals(1, json("access", "--since", "2d").get("rows").size());
        assertEquals(0, json("access", "--since", "2h").get("rows").size());
        assertEquals(0, json("access", "--until", "2026-11-19").get("rows").size());
        assertEquals(
                1,
                json("access", "--since", "2026-11-19", "--until", "2026-11-19T18:00:00Z")
                        .get("rows")
                        .size());
        assertTrue(json("pci", "--since", "2h").toString().contains(NOTHING_GRANTED));
        assertFalse(json("pci").toString().contains(NOTHING_GRANTED));
    }

    @Test
    void aRecordingThatIsGoneIsAGap() throws Exception {
        assertTrue(json("pci").toString().contains("s-1: its recording is missing"));
        assertFalse(json("pci", "--since", "2h").toString().contains("its recording is missing"));
    }

    @Test
    void theKeyThatSignsHeadsIsNamed() throws Exception {
        String name = Files.readString(directory.resolve("keys/installation")).strip();
        assertTrue(json("nist").toString().contains("signed by '" + name + "/ledger'"), name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "money|there is no report 'money'|it is one of: access, rules, people, frameworks, ffiec, pci, nist, soc2, iso",
                "PCI|there is no report 'PCI'|it is one of: access, rules, people, frameworks, ffiec, pci, nist, soc2, iso",
                "pci --format pdf|there is no format 'pdf'|it is one of: text, csv, json, html",
                "access --since yesterday|'yesterday' is no time|write it like 90d, 2026-11-20 or 2026-11-20T14:00:00Z",
                "access --until 2026-02-30|'2026-02-30' is no time|write it like 90d, 2026-11-20 or 2026-11-20T14:00:00Z",
                "access --since 1h --until 2h|the span ends before it begins|--since 2026-08-01 --until 2026-11-01",
            })
    void saysWhatIsWrong(String words, String sentence, String hint) {
        Run run = report(words.split(" "));

        assertEquals(2, run.status(), run::toString);
        assertEquals("", run.out());
        assertEquals("bastion: " + sentence + "\nhint: " + hint + "\n", run.err());
    }

    @Test
    void whatSomebodyTypedIsShownHarmless() {
        Run run = report("\u001b]52;c;aGk=\u0007");

        assertEquals(2, run.status(), run::toString);
        assertTrue(run.err().startsWith("bastion: there is no report '\\u001b]52;c;aGk=\\u0007'\n"), run::err);
    }

    @Test
    void noSubjectIsWrongUsage() {
        Run run = report();

        assertEquals(2, run.status(), run::toString);
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("Missing required parameter: 'SUBJECT'"), run::err);
    }

    @Test
    void aBrokenPolicyIsToldByWhatNeedsIt() throws IOException {
        Files.writeString(directory.resolve("access.yaml"), "version: 1\npeopel: {}\n");

        Run pci = report("pci");
        assertEquals(1, pci.status(), pci::toString);
        assertEquals("", pci.out());
        assertTrue(pci.err().contains("there is no key 'peopel' here"), pci::err);
        assertEquals(0, report("access").status(), "what happened needs no policy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"access", "pci"})
    void aDamagedLedgerIsReportedAndLoudlySaidToBeDamaged(String subject) throws Exception {
        Jdbi.create(config().database().url())
                .useHandle(handle -> handle.execute(
                        "UPDATE ledger_leaf SET content = ? WHERE seq = 2",
                        "{\"forged\":true}".getBytes(StandardCharsets.UTF_8)));

        Run run = report(subject, "--format", "json");

        assertEquals(1, run.status(), run::toString);
        assertTrue(run.err().contains("entry 2 was changed"), run::err);
        assertTrue(run.out().startsWith("{\"title\":"), run::out);
        assertEquals(
                subject.equals("pci"), run.out().contains("\"standing\":\"gap\",\"what\":\"entry 2 was changed\""));
    }

    @Test
    void aLedgerThatIsNotThereIsOneSentence() throws IOException {
        Path database = directory.resolve("data/bastion.db");
        Files.delete(database);

        Run run = report("access");

        assertEquals(5, run.status(), run::toString);
        assertEquals("", run.out());
        assertEquals(
                "bastion: there is no ledger at '%s'\nhint: the first start of bastion serve makes it\n"
                        .formatted(database),
                run.err());
        assertFalse(Files.exists(database), "looking made nothing");
    }
}
