package dev.bastion.report.evidence;

import dev.bastion.report.Report;
import java.time.Duration;

/** What this process can see of time synchronisation. */
final class ClockEvidence implements Evidence {
    private static final Duration FRESH = Duration.ofDays(1);

    @Override
    public Finding in(Grounds grounds) {
        return grounds.clockSet()
                .<Finding>map(set -> new Showing()
                        .figure("systemd-timesyncd last set this machine's clock at " + Report.time(set))
                        .gapIf(set.plus(FRESH).isBefore(grounds.now()), "that is more than a day ago")
                        .finding())
                .orElseGet(
                        () -> new Finding.Nothing(
                                "this process sees no sign of time synchronisation; only that of systemd-timesyncd is looked for"));
    }
}
