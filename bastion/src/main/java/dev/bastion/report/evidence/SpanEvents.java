package dev.bastion.report.evidence;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.CertificateEvent;
import dev.bastion.policy.FactorEvent;
import dev.bastion.policy.FactorState;
import dev.bastion.policy.PersonEvent;
import dev.bastion.policy.RetentionEvent;
import dev.bastion.policy.SessionEvent;
import dev.bastion.report.Span;
import dev.bastion.store.LedgerWitness;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What happened in a span that leaves no state behind, gathered while the ledger is read. For one thread. */
public final class SpanEvents implements LedgerWitness {
    private final Span span;
    private final List<AccessEvent> kept = new ArrayList<>();
    private final Set<String> refusedAddresses = new TreeSet<>();
    private long refusedLogins;
    private long wrongCodes;
    private long lockouts;
    private long events;

    public SpanEvents(Span span) {
        this.span = requireNonNull(span, "span is null");
    }

    @Override
    public void saw(AccessEvent event, AccessState after) {
        if (!span.holds(event.at())) {
            return;
        }
        events++;
        switch (event) {
            case BastionEvent.LoginsRefused refused -> {
                refusedLogins += refused.count();
                refusedAddresses.add(refused.address());
            }
            case FactorEvent.FactorFailed failed -> failed(failed, after);
            case SessionEvent.SessionKilled killed -> kept.add(killed);
            case SessionEvent.RecordingRead read -> kept.add(read);
            case BastionEvent.DayBegun begun -> {}
            case BastionEvent bastion -> kept.add(bastion);
            case CertificateEvent.CertificateSigning signing -> kept.add(signing);
            case FactorEvent.FactorRemoved removed -> kept.add(removed);
            case RetentionEvent retention -> kept.add(retention);
            case PersonEvent.PersonUsed daily -> {}
            case PersonEvent person -> kept.add(person);
            default -> {}
        }
    }

    /** A wrong code locks with the tenth in a row, and none is looked at while it is locked. */
    private void failed(FactorEvent.FactorFailed failed, AccessState after) {
        wrongCodes++;
        after.factor(failed.person())
                .filter(state -> state.failures() == FactorState.MOST_FAILURES)
                .ifPresent(locked -> lockouts++);
    }

    /** Those of a kind, in the order of the ledger. */
    <E extends AccessEvent> List<E> of(Class<E> kind) {
        return kept.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** How many there were, of every kind. */
    long count() {
        return events;
    }

    long refusedLogins() {
        return refusedLogins;
    }

    Set<String> refusedAddresses() {
        return refusedAddresses;
    }

    long wrongCodes() {
        return wrongCodes;
    }

    long lockouts() {
        return lockouts;
    }
}
