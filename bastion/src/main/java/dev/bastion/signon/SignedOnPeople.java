package dev.bastion.signon;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.policy.SignOn;
import dev.bastion.policy.SignOnEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps the policy in force in step with who is signed on. What gives waits for the ledger; what takes away is in force at
 * once, and the ledger follows. Thread-safe.
 */
public final class SignedOnPeople {
    private final PolicyHolder policy;
    private final AccessJournal journal;
    private final Clock clock;
    /** By fingerprint, those that are over and that the ledger may still say are not. */
    private final Map<String, SignOn> over = new HashMap<>();
    /** The groups that are left to somebody of whom the ledger may still say more. */
    private final Map<String, Set<String>> narrowed = new HashMap<>();

    private SignedOnPeople(PolicyHolder policy, AccessJournal journal, Clock clock) {
        this.policy = requireNonNull(policy, "policy is null");
        this.journal = requireNonNull(journal, "journal is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Puts in force who is signed on now, and follows the ledger from here on. */
    public static SignedOnPeople follow(PolicyHolder policy, AccessJournal journal, Clock clock) {
        SignedOnPeople people = new SignedOnPeople(policy, journal, clock);
        journal.onCommitted(people::committed);
        people.bringUpToDate();
        return people;
    }

    private synchronized void committed(List<AccessEvent> events) {
        boolean news = false;
        for (AccessEvent event : events) {
            switch (event) {
                case SignOnEvent.SignOnGroupsChanged changed -> narrowed.remove(changed.person());
                case SignOnEvent.SignedOn signedOn -> narrowed.remove(signedOn.person());
                default -> {
                    // Nothing else says which groups.
                }
            }
            news |= event instanceof SignOnEvent;
        }
        if (news) {
            bringUpToDate();
        }
    }

    /** It is over, whatever the ledger says so far. */
    synchronized void over(SignOn signOn) {
        over.put(signOn.key().fingerprint(), signOn);
        bringUpToDate();
    }

    /** The person is of no other groups than these any more, whatever the ledger says so far. */
    synchronized void narrow(String person, Set<String> left) {
        narrowed.put(person, Set.copyOf(left));
        bringUpToDate();
    }

    /** Whether it is known already to be over. */
    synchronized boolean isOver(SignOn signOn) {
        SignOn known = over.get(signOn.key().fingerprint());
        return known != null && known.isSameAs(signOn);
    }

    /**
     * Brings the policy in force up to date.
     *
     * @return who is signed on in it
     */
    synchronized Set<SignOn> bringUpToDate() {
        List<SignOn> written = journal.state().signOns();
        over.values().removeIf(signOn -> written.stream().noneMatch(signOn::isSameAs));
        Instant now = clock.instant();
        Set<SignOn> people = new HashSet<>();
        for (SignOn signOn : written) {
            if (!isOver(signOn) && signOn.inTime(now)) {
                people.add(left(signOn));
            }
        }
        policy.signedOn(people);
        return people;
    }

    /** Without the moment of its confirmation, which changes nothing that is in force. */
    private SignOn left(SignOn signOn) {
        Set<String> groups = new TreeSet<>(signOn.groups());
        if (narrowed.containsKey(signOn.person())) {
            groups.retainAll(narrowed.get(signOn.person()));
        }
        return new SignOn(
                signOn.person(),
                signOn.key(),
                signOn.issuer(),
                signOn.subject(),
                groups,
                signOn.at(),
                signOn.until(),
                signOn.at());
    }
}
