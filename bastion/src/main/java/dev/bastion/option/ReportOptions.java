package dev.bastion.option;

import dev.bastion.policy.text.Plain;
import dev.bastion.policy.text.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import picocli.CommandLine.Option;

/** Over what span a report is, and how it is written, as {@code bastion report} and {@code ssh bastion report} take it. */
public final class ReportOptions {
    private static final Duration DEFAULT_SPAN = Duration.ofDays(90);

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "the first moment: 90d ago, 2026-11-20 or a time; 90d when left out")
    private String since;

    @Option(names = "--until", paramLabel = "TIME", description = "the moment after the last; now when left out")
    private String until;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text, csv, json or html; text when left out")
    private String format = "text";

    /** The first moment, which is before the last. */
    public Instant since(Instant now) {
        Instant to = until(now);
        Instant from = since == null ? to.minus(DEFAULT_SPAN) : moment(since, now);
        if (!from.isBefore(to)) {
            throw new Mistyped("the span ends before it begins", "--since 2026-08-01 --until 2026-11-01");
        }
        return from;
    }

    /** The moment after the last. */
    public Instant until(Instant now) {
        return until == null ? now : moment(until, now);
    }

    /** The format, one of those. */
    public String format(Collection<String> known) {
        return known("format", format, known);
    }

    /** What a report is to be of, one of those. */
    public static String subject(String typed, Collection<String> known) {
        return known("report", typed, known);
    }

    private static String known(String what, String typed, Collection<String> known) {
        if (!known.contains(typed)) {
            throw new Mistyped(
                    "there is no %s '%s'".formatted(what, Plain.shown(typed)),
                    "it is one of: " + String.join(", ", known));
        }
        return typed;
    }

    private static Instant moment(String typed, Instant now) {
        return Times.parse(typed, now)
                .orElseThrow(() -> new Mistyped(
                        "'%s' is no time".formatted(Plain.shown(typed)),
                        "write it like 90d, 2026-11-20 or 2026-11-20T14:00:00Z"));
    }
}
