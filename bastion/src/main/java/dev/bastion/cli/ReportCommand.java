package dev.bastion.cli;

import dev.bastion.config.BastionConfig;
import dev.bastion.option.ReportOptions;
import dev.bastion.recorder.ledger.Verification;
import dev.bastion.report.LedgerSources;
import dev.bastion.report.ReportFormat;
import dev.bastion.report.ReportSubject;
import dev.bastion.report.Span;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        description =
                "what an auditor is shown, from the ledger: access, rules, people and frameworks; may run beside serve")
final class ReportCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(
            paramLabel = "SUBJECT",
            description =
                    "access (who had what, why and until when), rules (and their use), people (by last use), frameworks"
                            + " (how much of each is shown), or one of ffiec, pci, nist, soc2 and iso: each control with the"
                            + " evidence there is")
    String subject;

    @Mixin
    ReportOptions options = new ReportOptions();

    @Mixin
    ConfigOption config = new ConfigOption();

    ReportCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        ReportSubject chosen = ReportSubject.of(ReportOptions.subject(subject, ReportSubject.words()))
                .orElseThrow();
        ReportFormat as = format();
        Instant now = around.clock().instant();
        Span span = new Span(options.since(now), options.until(now));
        BastionConfig read = config.read(around);
        LedgerSources sources = LedgerSources.read(read, () -> ConfigOption.policy(read), span, now);
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

    private ReportFormat format() {
        String typed = options.format(
                Arrays.stream(ReportFormat.values()).map(ReportFormat::word).toList());
        return Arrays.stream(ReportFormat.values())
                .filter(known -> known.word().equals(typed))
                .findFirst()
                .orElseThrow();
    }
}
