package dev.bastion.cli;

import static java.util.Objects.requireNonNull;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.Ledgers;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.SessionFacts;
import dev.bastion.recorder.RecordingStore;
import dev.bastion.recorder.ledger.Verification;
import dev.bastion.report.Span;
import dev.bastion.report.evidence.Grounds;
import dev.bastion.report.evidence.RecordingsFound;
import dev.bastion.report.evidence.SpanEvents;
import dev.bastion.store.StoreLock;
import dev.bastion.store.StoreVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What reports are made from: the ledger, read once, and beside it only what a report asks for.
 *
 * @param running whether a bastion ran when the ledger was read
 */
record ReportSources(
        BastionConfig config, StoreVerifier.Looked looked, SpanEvents events, boolean running, Span span, Instant now) {
    /** What systemd-timesyncd touches each time that it has set the clock (systemd-timesyncd.service(8)). */
    private static final Path CLOCK_SET = Path.of("/run/systemd/timesync/synchronized");

    ReportSources {
        requireNonNull(config, "config is null");
        requireNonNull(looked, "looked is null");
        requireNonNull(events, "events is null");
        requireNonNull(span, "span is null");
        requireNonNull(now, "now is null");
    }

    static ReportSources read(BastionConfig config, Span span, Instant now) throws IOException {
        SpanEvents events = new SpanEvents(span);
        boolean before = StoreLock.isHeld(config.data());
        StoreVerifier.Looked looked =
                new StoreVerifier(Ledgers.database(config), Ledgers.verifier(config)).look(events);
        return new ReportSources(config, looked, events, before || StoreLock.isHeld(config.data()), span, now);
    }

    Verification ledger() {
        return looked.verification();
    }

    AccessState state() {
        return looked.state();
    }

    AccessPolicy policy() throws IOException {
        return ConfigOption.policy(config);
    }

    Grounds grounds() throws IOException {
        List<SessionFacts> sessions = state().sessions().stream()
                .filter(session -> span.holds(session.opened()))
                .toList();
        return new Grounds(
                state(),
                events,
                policy(),
                config,
                ledger(),
                Ledgers.verifier(config).name(),
                RecordingsFound.of(new RecordingStore(config.recordings().directory()), running, sessions, state()),
                clockSet(),
                span,
                now);
    }

    private static Optional<Instant> clockSet() throws IOException {
        return Files.exists(CLOCK_SET)
                ? Optional.of(Files.getLastModifiedTime(CLOCK_SET).toInstant())
                : Optional.empty();
    }
}
