package dev.bastion.report;

import static java.util.Objects.requireNonNull;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.Ledgers;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Grant;
import dev.bastion.policy.SessionFacts;
import dev.bastion.recorder.RecordingStore;
import dev.bastion.recorder.ledger.Verification;
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
import java.util.function.Predicate;

/**
 * What reports are made from: the ledger, read once, and beside it only what a report asks for.
 *
 * @param policies the policy that is held against it
 * @param running whether a bastion ran when the ledger was read
 */
public record LedgerSources(
        BastionConfig config,
        Policies policies,
        StoreVerifier.Looked looked,
        SpanEvents events,
        boolean running,
        Span span,
        Instant now)
        implements ReportSources {
    /** What systemd-timesyncd touches each time that it has set the clock (systemd-timesyncd.service(8)). */
    private static final Path CLOCK_SET = Path.of("/run/systemd/timesync/synchronized");

    /** Where the policy is; it is read where a report asks for it. */
    @FunctionalInterface
    public interface Policies {
        AccessPolicy current() throws IOException;
    }

    public LedgerSources {
        requireNonNull(config, "config is null");
        requireNonNull(policies, "policies is null");
        requireNonNull(looked, "looked is null");
        requireNonNull(events, "events is null");
        requireNonNull(span, "span is null");
        requireNonNull(now, "now is null");
    }

    /** Reads the ledger, which may be written meanwhile. */
    public static LedgerSources read(BastionConfig config, Policies policies, Span span, Instant now)
            throws IOException {
        SpanEvents events = new SpanEvents(span);
        boolean before = StoreLock.isHeld(config.data());
        StoreVerifier.Looked looked =
                new StoreVerifier(Ledgers.database(config), Ledgers.verifier(config)).look(events);
        return new LedgerSources(
                config, policies, looked, events, before || StoreLock.isHeld(config.data()), span, now);
    }

    /** What looking through it came to. */
    public Verification ledger() {
        return looked.verification();
    }

    @Override
    public AccessState state() {
        return looked.state();
    }

    @Override
    public AccessPolicy policy() throws IOException {
        return policies.current();
    }

    /** On the server there is nobody who may not see one. */
    @Override
    public Predicate<Grant> shown() {
        return grant -> true;
    }

    @Override
    public Grounds grounds() throws IOException {
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
