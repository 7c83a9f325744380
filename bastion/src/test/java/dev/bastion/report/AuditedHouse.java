package dev.bastion.report;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.ConfigReader;
import dev.bastion.config.ConfigReading;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessFold;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.Decision;
import dev.bastion.policy.Grant;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SessionForm;
import dev.bastion.policy.TestHouse;
import dev.bastion.recorder.Recorder;
import dev.bastion.recorder.RecorderSettings;
import dev.bastion.recorder.RecordingStore;
import dev.bastion.recorder.Seal;
import dev.bastion.recorder.SessionFacts;
import dev.bastion.recorder.SessionRecording;
import dev.bastion.recorder.TerminalRecording;
import dev.bastion.recorder.ledger.MerkleTree;
import dev.bastion.recorder.ledger.Verification;
import dev.bastion.report.evidence.Grounds;
import dev.bastion.report.evidence.RecordingsFound;
import dev.bastion.report.evidence.SpanEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An installation whose evidence is looked for: desk, journal and a clock that moves, and real recordings. */
final class AuditedHouse {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("SECRET", "whsec_" + Base64.getEncoder().encodeToString(new byte[24]));

    final TestHouse house;
    final Path directory;
    Verification ledger = new Verification.Sound(7, MerkleTree.empty().root());
    Optional<Instant> clockSet = Optional.empty();
    String configuration = "";

    private final List<AccessEvent> seen = new ArrayList<>();
    private final Span span;

    AuditedHouse(Path directory, String policy) throws IOException {
        this.directory = directory;
        this.house = new TestHouse(policy);
        this.span = new Span(TestHouse.NOON.minusSeconds(3600), TestHouse.NOON.plus(Duration.ofDays(30)));
        for (String made : List.of("data", "keys", "recordings")) {
            Files.createDirectories(directory.resolve(made));
        }
        house.journal.onCommitted(events -> seen.addAll(events));
    }

    /** Alice's grant on prod-db-1 as postgres, approved by bob. */
    Grant granted() {
        return house.granted();
    }

    void happens(AccessEvent event) {
        house.journal.append(List.of(event));
    }

    /** A session of ten minutes with a recording. */
    void session(long id, Grant grant) throws Exception {
        Instant opened = house.clock.instant();
        happens(new SessionEvent.SessionOpened(
                id, grant.id(), grant.person(), "prod-db-1", "postgres", "192.0.2.1:50000", SessionForm.JUMP, opened));
        Seal seal;
        RecorderSettings settings = RecorderSettings.at(recordings()).withReserve(0);
        try (Recorder recorder = new Recorder(settings, house.clock)) {
            SessionFacts facts = new SessionFacts(
                    id, grant.id(), grant.person(), "prod-db-1", "postgres", "192.0.2.1", opened, Map.of());
            SessionRecording recording =
                    recorder.open(facts, failure -> {}).toCompletableFuture().get();
            TerminalRecording terminal = recording
                    .terminal(0, 80, 24, "xterm", "")
                    .toCompletableFuture()
                    .get();
            byte[] printed = "hello\r\n".getBytes(StandardCharsets.UTF_8);
            terminal.output(printed, 0, printed.length);
            terminal.close().toCompletableFuture().get();
            house.clock.forward(Duration.ofMinutes(10));
            seal = recording.seal("client-left").toCompletableFuture().get();
        }
        happens(new SessionEvent.SessionEnded(id, "client-left", seal.sha256(), 0, 0, false, house.clock.instant()));
    }

    /** Ends the grant and lets its review fall due. */
    void over(Grant grant) {
        house.decide(house.desk.release(grant.person(), grant.id()));
        house.decide(house.desk.afterwards().fallDue(house.clock.instant()));
    }

    Decision decide(AccessJournal.Decider<Decision> decider) {
        return house.decide(decider);
    }

    Path recordings() {
        return directory.resolve("recordings");
    }

    Grounds grounds() throws IOException {
        SpanEvents events = new SpanEvents(span);
        AccessFold fold = new AccessFold();
        seen.forEach(event -> {
            fold.apply(event);
            events.saw(event, fold);
        });
        BastionConfig config = config();
        return new Grounds(
                house.state(),
                events,
                house.policy.current(),
                config,
                ledger,
                "bastion-1a2b3c4d/ledger",
                RecordingsFound.of(
                        new RecordingStore(recordings()), true, house.state().sessions(), house.state()),
                clockSet,
                span,
                house.clock.instant());
    }

    private BastionConfig config() {
        String text = """
                version: 1
                demo: true
                listen: "127.0.0.1:2222"
                names: [bastion]
                recordings: {directory: recordings}
                """ + configuration;
        return switch (ConfigReader.parse(text, directory.resolve("bastion.yaml"), ENVIRONMENT)) {
            case ConfigReading.Accepted accepted -> accepted.config();
            case ConfigReading.Broken broken ->
                throw new AssertionError(broken.problems().toString());
        };
    }

    /** What the page of that framework says of one control: standing and sentence of each line. */
    List<String> says(Framework framework, String control) throws IOException {
        Report page = new FrameworkReport(grounds()).of(framework);
        int standing = page.columns().indexOf("standing");
        return page.rows().stream()
                .filter(row -> row.getFirst().equals(control))
                .map(row -> row.get(standing) + ": " + row.get(standing + 1))
                .toList();
    }
}
