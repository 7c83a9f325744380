package dev.bastion.notify;

import dev.bastion.control.PlainText;
import java.util.Optional;

/** Why something did not arrive, in words for the log. What a receiver said of its own is escaped and cut. */
final class Failure {
    private static final int LONGEST = 200;

    private Failure() {}

    static String text(Throwable failure) {
        return failure instanceof UndeliveredException ours ? ours.getMessage() : of(failure);
    }

    /** Faults of networks and of TLS name hosts and reasons, and never what was sent. */
    private static String of(Throwable failure) {
        String kind = failure.getClass().getSimpleName();
        return Optional.ofNullable(failure.getMessage())
                .map(message -> kind + ": " + PlainText.line(message, LONGEST))
                .orElse(kind);
    }
}
