package dev.bastion.cli;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.Ledgers;
import dev.bastion.policy.text.Times;
import dev.bastion.recorder.ledger.Verification;
import dev.bastion.report.AccessReport;
import dev.bastion.report.Report;
import dev.bastion.report.ReportFormat;
import dev.bastion.report.Span;
import dev.bastion.report.UseReport;
import dev.bastion.store.StoreVerifier;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        description = "what an auditor is shown, from the ledger: access, rules and people; may run beside serve")
final class ReportCommand implements Callable<Integer> {
    private static final Duration DEFAULT_SPAN = Duration.ofDays(90);

    /** What is reported. */
    enum Subject {
        ACCESS,
        RULES,
        PEOPLE
    }

    private final Surroundings around;

    @Parameters(
            paramLabel = "SUBJECT",
            description = "access (who had what, why and until when), rules (and their use) or people (by last use)")
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
        Subject chosen = word(Subject.class, subject);
        ReportFormat as = word(ReportFormat.class, format);
        Span span = span();
        BastionConfig read = config.read(around);
        StoreVerifier.Looked looked = new StoreVerifier(Ledgers.database(read), Ledgers.verifier(read)).look();
        Report report = switch (chosen) {
            case ACCESS -> new AccessReport(looked.state(), around.clock().instant()).over(span);
            case RULES -> new UseReport(looked.state(), ConfigOption.policy(read)).rules(span);
            case PEOPLE -> new UseReport(looked.state(), ConfigOption.policy(read)).people();
        };
        around.out().print(as.write(report));
        around.out().flush();
        return sound(looked.verification()) ? ExitCode.DONE : ExitCode.REFUSED;
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

    private Span span() {
        Instant now = around.clock().instant();
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
                        "'%s' is no time".formatted(typed), "write it like 90d, 2026-11-20 or 2026-11-20T14:00:00Z"));
    }

    private static <E extends Enum<E>> E word(Class<E> words, String typed) {
        for (E word : words.getEnumConstants()) {
            if (word.name().toLowerCase(Locale.ROOT).equals(typed)) {
                return word;
            }
        }
        throw new Complaint("there is no '%s' here".formatted(typed), "bastion report --help");
    }
}
