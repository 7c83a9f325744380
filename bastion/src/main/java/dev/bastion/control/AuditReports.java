package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.Grant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Makes the reports that auditors are shown. Thread-safe; may take as long as the ledger takes to be read. */
public interface AuditReports {
    /** Who had access to what, the one report of which a part can be shown. */
    String ACCESS = "access";

    /** The format for a terminal. */
    String TEXT = "text";

    /** Of what there are reports. */
    List<String> subjects();

    /** How they can be written. */
    List<String> formats();

    Written write(Wanted wanted);

    /**
     * One report.
     *
     * @param subject one of {@link #subjects}
     * @param format one of {@link #formats}
     * @param since before {@code until}
     * @param shown which grants may be in it, where it lists grants
     */
    record Wanted(String subject, String format, Instant since, Instant until, Predicate<Grant> shown) {
        public Wanted {
            requireNonNull(subject, "subject is null");
            requireNonNull(format, "format is null");
            requireNonNull(since, "since is null");
            requireNonNull(until, "until is null");
            requireNonNull(shown, "shown is null");
        }
    }

    /**
     * A report.
     *
     * @param text all of it, harmless to show
     * @param damage what is wrong with the ledger that was read for it
     */
    record Written(String text, Optional<String> damage) {
        public Written {
            requireNonNull(text, "text is null");
            requireNonNull(damage, "damage is null");
        }
    }
}
