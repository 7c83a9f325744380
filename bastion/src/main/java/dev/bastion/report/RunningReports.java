package dev.bastion.report;

import static java.util.Objects.requireNonNull;

import dev.bastion.control.AuditReports;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Grant;
import dev.bastion.recorder.ledger.Verification;
import dev.bastion.report.evidence.Grounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The reports of a bastion that runs, from the state that it has in memory; only the pages of frameworks read the ledger anew,
 * one at a time, so that the memory for it is needed once.
 */
public final class RunningReports implements AuditReports {
    private final Reading reading;
    private final Supplier<AccessState> state;
    private final Supplier<AccessPolicy> policies;
    private final Clock clock;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    /** Reads the whole ledger. */
    @FunctionalInterface
    public interface Reading {
        LedgerSources over(Span span, Instant now) throws IOException;
    }

    public RunningReports(Reading reading, Supplier<AccessState> state, Supplier<AccessPolicy> policies, Clock clock) {
        this.reading = requireNonNull(reading, "reading is null");
        this.state = requireNonNull(state, "state is null");
        this.policies = requireNonNull(policies, "policies is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public List<String> subjects() {
        return ReportSubject.words();
    }

    @Override
    public List<String> formats() {
        return Arrays.stream(ReportFormat.values()).map(ReportFormat::word).toList();
    }

    @Override
    public Written write(Wanted wanted) {
        ReportSubject subject = ReportSubject.of(wanted.subject()).orElseThrow();
        ReportFormat format = Arrays.stream(ReportFormat.values())
                .filter(known -> known.word().equals(wanted.format()))
                .findFirst()
                .orElseThrow();
        Running sources = new Running(wanted);
        oneAtATime.lock();
        try {
            String text = format.write(subject.made(sources));
            return new Written(text, sources.damage);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } finally {
            oneAtATime.unlock();
        }
    }

    /** What one report is made from. For one thread. */
    private final class Running implements ReportSources {
        private final Wanted wanted;
        private final Instant now = clock.instant();
        private Optional<String> damage = Optional.empty();

        Running(Wanted wanted) {
            this.wanted = wanted;
        }

        @Override
        public AccessState state() {
            return state.get();
        }

        @Override
        public AccessPolicy policy() {
            return policies.get();
        }

        @Override
        public Grounds grounds() throws IOException {
            LedgerSources read = reading.over(span(), now);
            if (read.ledger() instanceof Verification.Damaged damaged) {
                damage = Optional.of(damaged.findings().getFirst().sentence());
            }
            return read.grounds();
        }

        @Override
        public Span span() {
            return new Span(wanted.since(), wanted.until());
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public Predicate<Grant> shown() {
            return wanted.shown();
        }
    }
}
