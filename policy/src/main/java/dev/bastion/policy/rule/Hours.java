package dev.bastion.policy.rule;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When a rule's grants may be used.
 *
 * @param windows any of them; always when there are none
 * @param text as the rule says it, for the person who comes too early
 */
public record Hours(List<TimeWindow> windows, String text) {

    public static final Hours ALWAYS = new Hours(List.of(), "");

    /** Windows may follow on each other without a gap; so many are looked at before the answer is good enough. */
    private static final int MOST_IN_A_ROW = 64;

    public Hours {
        requireNonNull(windows, "windows is null");
        windows = List.copyOf(windows);
        requireNonNull(text, "text is null");
    }

    public boolean openAt(Instant now) {
        return windows.isEmpty() || closesAfter(now).isPresent();
    }

    /** The moment at which use must stop; nothing when it need not, and nothing while it may not begin. */
    public Optional<Instant> openUntil(Instant now) {
        Optional<Instant> end = closesAfter(now);
        for (int i = 0; i < MOST_IN_A_ROW && end.isPresent(); i++) {
            Optional<Instant> further = closesAfter(end.get());
            if (further.isEmpty()) {
                return end;
            }
            end = further;
        }
        return Optional.empty();
    }

    /** When use may next begin, for one who is told that it may not now. */
    public Optional<Instant> opensNext(Instant now) {
        return windows.stream().map(window -> window.opensNext(now)).min(Comparator.naturalOrder());
    }

    private Optional<Instant> closesAfter(Instant now) {
        return windows.stream()
                .flatMap(window -> window.openUntil(now).stream())
                .max(Comparator.naturalOrder());
    }
}
