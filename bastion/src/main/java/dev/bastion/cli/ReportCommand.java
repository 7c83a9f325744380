package dev.bastion.cli;

import dev.bastion.policy.text.Plain;
import dev.bastion.policy.text.Times;
import dev.bastion.recorder.ledger.Verification;
import dev.bastion.report.ReportFormat;
import dev.bastion.report.Span;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        description =
                "what an auditor is shown, from the ledger: access, rules, people and frameworks; may run beside serve")
final class ReportCommand implements Callable<Integer> {
    private static final Duration DEFAULT_SPAN = Duration.ofDays(90);

    private final Surroundings around;

    @Parameters(
            paramLabel = "SUBJECT",
            description =
                    "access (who had what, why and until when), rules (and their use), people (by last use), frameworks"
                            + " (how much of each is shown), or one of ffiec, pci, nist, soc2 and iso: each control with the"
                            + " evidence there is")
    String subject;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "the first moment: 90d ago, 2026-11-20 or a time; 90d when left out")
    String since;

    @Option(names = "--until", paramLabel = "TIME", description = "the moment after the last; now when left out")
    String until;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text, csv, json or html; text when left out")
    String format = "text";

    @Mixin
    ConfigOption config = new ConfigOption();

    ReportCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        ReportSubject chosen = subject();
        ReportFormat as = format();
        Instant now = around.clock().instant();
        ReportSources sources = ReportSources.read(config.read(around), span(now), now);
        around.out().print(as.write(chosen.from(sources)));
        around.out().flush();
        return sound(sources.ledger()) ? ExitCode.DONE : ExitCode.REFUSED;
    }

    /** A report from a ledger that is not sound says so, loudly, and is still printed: an auditor decides what it is worth. */
    private boolean sound(Verification verification) {
        return switch (verification) {
            case Verification.Sound sound -> {
                around.say("the ledger is sound: %d entries".formatted(sound.size()));
                yield true;
            }
            case Verification.Damaged damaged -> {
                around.err().print(damaged.report());
                yield false;
            }
        };
    }

    private Span span(Instant now) {
        Instant to = until == null ? now : moment(until, now);
        Instant from = since == null ? to.minus(DEFAULT_SPAN) : moment(since, now);
        if (!from.isBefore(to)) {
            throw new Complaint("the span ends before it begins", "--since 2026-08-01 --until 2026-11-01");
        }
        return new Span(from, to);
    }

    private static Instant moment(String typed, Instant now) {
        return Times.parse(typed, now)
                .orElseThrow(() -> new Complaint(
                        "'%s' is no time".formatted(Plain.shown(typed)),
                        "write it like 90d, 2026-11-20 or 2026-11-20T14:00:00Z"));
    }

    private ReportSubject subject() {
        return ReportSubject.of(subject)
                .orElseThrow(() -> new Complaint(
                        "there is no report '%s'".formatted(Plain.shown(subject)),
                        "it is one of: " + String.join(", ", ReportSubject.words())));
    }

    private ReportFormat format() {
        return Arrays.stream(ReportFormat.values())
                .filter(known -> known.word().equals(format))
                .findFirst()
                .orElseThrow(() -> new Complaint(
                        "there is no format '%s'".formatted(Plain.shown(format)),
                        "it is one of: text, csv, json, html"));
    }
}
