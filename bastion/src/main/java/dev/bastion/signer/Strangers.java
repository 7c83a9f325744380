package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;

/** Tells the log of whoever is not served: the first at once, then how many more, so that nobody fills it. Thread-safe. */
final class Strangers {
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final Logger log;
    private final Clock clock;
    private Instant next = Instant.MIN;
    private long untold;

    Strangers(Logger log, Clock clock) {
        this.log = requireNonNull(log, "log is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    synchronized void tell(String sentence) {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            untold++;
            return;
        }
        log.warn("not served: {}{}", sentence, untold == 0 ? "" : "; before it " + untold + " more");
        next = now.plus(QUIET);
        untold = 0;
    }
}
