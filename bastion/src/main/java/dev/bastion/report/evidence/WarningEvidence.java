package dev.bastion.report.evidence;

import java.util.Locale;

/** What people are told before a shell begins. */
final class WarningEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        String line = grounds.config().shellLine();
        return new Showing()
                .figure("a shell begins with: " + line)
                .gapIf(
                        !line.toLowerCase(Locale.ROOT).contains("record"),
                        "the line does not say that the session is recorded")
                .finding();
    }
}
