package dev.bastion.policy;

import dev.bastion.policy.FactorEvent.FactorEnrolled;
import dev.bastion.policy.FactorEvent.FactorFailed;
import dev.bastion.policy.FactorEvent.FactorProved;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The second factors, as the events say. One thread writes. */
final class FactorBook {

    private static final long NO_STEP = Long.MIN_VALUE;

    private final Table<String, FactorState> rows;

    FactorBook() {
        this(Table.base());
    }

    private FactorBook(Table<String, FactorState> rows) {
        this.rows = rows;
    }

    FactorBook overlay() {
        return new FactorBook(rows.overlay());
    }

    Optional<FactorState> of(String person) {
        return rows.row(person);
    }

    /** A new secret; wrong tries against the one before still count. */
    void enrolled(FactorEnrolled event) {
        Optional<FactorState> before = of(event.person());
        rows.put(
                event.person(),
                new FactorState(
                        event.at(),
                        event.sealedSecret(),
                        false,
                        event.recovery(),
                        NO_STEP,
                        before.map(FactorState::failures).orElse(0),
                        before.map(FactorState::lastFailure).orElse(Instant.EPOCH),
                        Map.of()));
    }

    void proved(FactorProved event) {
        FactorState before = of(event.person())
                .orElseThrow(() -> new IllegalStateException("'" + event.person() + "' proved a factor they have not"));
        if (event.step().isPresent() && event.step().getAsLong() <= before.lastStep()) {
            throw new IllegalStateException("a code of '" + event.person() + "' was used twice");
        }
        if (event.recovery().filter(code -> !before.recovery().contains(code)).isPresent()) {
            throw new IllegalStateException("a recovery code of '" + event.person() + "' was used twice");
        }
        Set<String> left = new TreeSet<>(before.recovery());
        event.recovery().ifPresent(left::remove);
        rows.put(
                event.person(),
                new FactorState(
                        before.enrolment(),
                        before.sealedSecret(),
                        true,
                        left,
                        event.step().orElse(before.lastStep()),
                        0,
                        before.lastFailure(),
                        withSource(before.proved(), event)));
    }

    void failed(FactorFailed event) {
        of(event.person())
                .ifPresent(before -> rows.put(
                        event.person(),
                        new FactorState(
                                before.enrolment(),
                                before.sealedSecret(),
                                before.confirmed(),
                                before.recovery(),
                                before.lastStep(),
                                before.lockedUntil(event.at()).isPresent()
                                                || before.failures() < FactorState.MOST_FAILURES
                                        ? before.failures() + 1
                                        : 1,
                                event.at(),
                                before.proved())));
    }

    void removed(String person) {
        rows.remove(person);
    }

    private static Map<String, Instant> withSource(Map<String, Instant> sources, FactorProved event) {
        Map<String, Instant> more = new TreeMap<>(sources);
        more.put(event.source(), event.at());
        if (more.size() > FactorState.MOST_SOURCES) {
            more.entrySet().stream()
                    .min(Comparator.comparing(Map.Entry<String, Instant>::getValue))
                    .ifPresent(oldest -> more.remove(oldest.getKey()));
        }
        return more;
    }
}
