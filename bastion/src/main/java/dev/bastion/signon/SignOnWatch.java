package dev.bastion.signon;

import static java.util.Objects.requireNonNull;

import dev.bastion.config.SingleSignOn;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.policy.SignOn;
import dev.bastion.policy.SignOnEnd;
import dev.bastion.policy.SignOnSubject;
import dev.bastion.policy.text.Durations;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what is signed on against the hours, the text of the policy and the provider, which is asked again and again: what it
 * no longer says is lost at once. A provider that does not answer takes nothing away before the grace is over.
 *
 * <p>{@link #look} is for one thread, and never waits for the provider: each question has a thread of its own.
 */
final class SignOnWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SignOnWatch.class);
    private static final int AT_ONCE = 4;

    private final Provider provider;
    private final SingleSignOn terms;
    private final PolicyHolder policy;
    private final AccessDesk desk;
    private final AccessJournal journal;
    private final SignedOnPeople people;
    private final RefreshTokens tokens;
    private final SignOnEnds ends;
    private final Clock clock;
    private final Semaphore questions = new Semaphore(AT_ONCE);
    private final Set<String> asking = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> asked = new ConcurrentHashMap<>();
    private final Map<String, Instant> confirmed = new ConcurrentHashMap<>();
    private volatile Optional<String> trouble = Optional.empty();

    SignOnWatch(
            Provider provider,
            PolicyHolder policy,
            AccessDesk desk,
            AccessJournal journal,
            SignedOnPeople people,
            RefreshTokens tokens,
            SignOnEnds ends,
            Clock clock) {
        this.provider = requireNonNull(provider, "provider is null");
        this.terms = provider.terms();
        this.policy = requireNonNull(policy, "policy is null");
        this.desk = requireNonNull(desk, "desk is null");
        this.journal = requireNonNull(journal, "journal is null");
        this.people = requireNonNull(people, "people is null");
        this.tokens = requireNonNull(tokens, "tokens is null");
        this.ends = requireNonNull(ends, "ends is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Ends what is over, and asks about what is due. */
    void look() {
        Set<SignOn> inForce = people.bringUpToDate();
        Instant now = clock.instant();
        for (SignOn signOn : journal.state().signOns()) {
            if (people.isOver(signOn)) {
                continue;
            }
            if (!signOn.inTime(now)) {
                ends.end(signOn, SignOnEnd.EXPIRED, "your single sign-on is over");
            } else if (inForce.stream().anyMatch(signOn::isSameAs)) {
                look(signOn, now);
            }
        }
        confirm();
    }

    private void look(SignOn signOn, Instant now) {
        if (!isTheirs(signOn)) {
            ends.end(signOn, SignOnEnd.REPLACED, "access.yaml now says whose this name or this key is");
        } else if (!signOn.issuer().equals(terms.issuer().toString())) {
            ends.end(signOn, SignOnEnd.REPLACED, "people sign on at another provider now");
        } else if (!confirmedAt(signOn).plus(terms.grace()).isAfter(now)) {
            ends.end(
                    signOn,
                    SignOnEnd.UNCONFIRMED,
                    "the provider has not confirmed it for " + Durations.text(terms.grace()));
        } else if (isDue(signOn, now) && tokens.has(signOn)) {
            ask(signOn);
        }
    }

    private boolean isTheirs(SignOn signOn) {
        AccessPolicy now = policy.current();
        return !now.names(signOn.person())
                && now.personByKey(signOn.key().blob())
                        .filter(owner -> owner.name().equals(signOn.person()))
                        .isPresent();
    }

    private Instant confirmedAt(SignOn signOn) {
        Instant here = confirmed.getOrDefault(id(signOn), signOn.confirmed());
        return here.isAfter(signOn.confirmed()) ? here : signOn.confirmed();
    }

    /** A sign-on by a key is another one each time. */
    private static String id(SignOn signOn) {
        return signOn.key().fingerprint() + " " + signOn.at();
    }

    private boolean isDue(SignOn signOn, Instant now) {
        Instant last = asked.getOrDefault(id(signOn), signOn.confirmed());
        return !last.plus(terms.refresh()).isAfter(now);
    }

    // ---- what has a thread of its own

    private void ask(SignOn signOn) {
        if (asking.add(id(signOn))) {
            asked.put(id(signOn), clock.instant());
            Thread.ofVirtual().name("sign-on refresh").start(() -> asked(signOn));
        }
    }

    boolean isAsking() {
        return !asking.isEmpty();
    }

    private void asked(SignOn signOn) {
        try {
            questions.acquire();
            try {
                refresh(signOn);
                told(Optional.empty());
            } finally {
                questions.release();
            }
        } catch (ProviderException e) {
            told(Optional.of(e.getMessage()));
        } catch (IOException e) {
            LOG.error("the refresh token of {} cannot be kept: {}", signOn.person(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("asking the provider about {} failed", signOn.person(), e);
        } finally {
            asking.remove(id(signOn));
        }
    }

    private void refresh(SignOn signOn) throws IOException, InterruptedException {
        Optional<RefreshTokens.Kept> kept = tokens.of(signOn);
        if (kept.isEmpty()) {
            LOG.warn("there is no usable refresh token of {}: nobody can be asked", signOn.person());
            return;
        }
        switch (provider.refresh(kept.get().token())) {
            case TokenAnswer.Tokens answer -> answered(signOn, kept.get(), answer);
            case TokenAnswer.Denied denied ->
                ends.end(signOn, SignOnEnd.PROVIDER_REFUSED, "the provider no longer lets you in: " + denied.word());
            case TokenAnswer.TooLate late ->
                ends.end(signOn, SignOnEnd.PROVIDER_REFUSED, "the provider no longer lets you in: expired_token");
            case TokenAnswer.Pending pending ->
                throw new ProviderException("the provider answers a refresh as if it were a device flow");
        }
    }

    private void answered(SignOn signOn, RefreshTokens.Kept kept, TokenAnswer.Tokens answer)
            throws IOException, InterruptedException {
        // Kept before anything else: the one before may be of no use from now on.
        if (answer.refresh().isPresent() && isStill(signOn)) {
            tokens.keep(
                    signOn.person(),
                    signOn.key().fingerprint(),
                    new RefreshTokens.Kept(kept.nonce(), answer.refresh().get()));
        }
        if (answer.identity().isEmpty()) {
            throw new ProviderException("the provider gave no ID token with a refresh");
        }
        switch (provider.verify(answer.identity().get(), kept.nonce())) {
            case IdTokens.Reading.Valid valid -> still(signOn, valid.somebody());
            case IdTokens.Reading.Refused refused -> throw new ProviderException(refused.sentence());
        }
    }

    /** Whether it has neither ended nor begun anew while the provider was asked. */
    private boolean isStill(SignOn signOn) {
        return !people.isOver(signOn)
                && journal.state()
                        .signOn(signOn.key().fingerprint())
                        .filter(signOn::isSameAs)
                        .isPresent();
    }

    private void still(SignOn signOn, Identified somebody) {
        SignOnSubject known = new SignOnSubject(signOn.issuer(), signOn.subject());
        if (!somebody.whom().equals(known) || !somebody.person().equals(signOn.person())) {
            ends.end(signOn, SignOnEnd.PROVIDER_REFUSED, "the provider now says that you are somebody else");
            return;
        }
        confirmed.put(id(signOn), clock.instant());
        people.narrow(signOn.person(), somebody.groups());
        var change = desk.people().signOnGroups(signOn.person(), somebody.groups());
        if (!change.decide(journal.state()).events().isEmpty()) {
            LOG.info("the provider says other groups of {} now", signOn.person());
            logged(journal.submit(change), "that the groups of " + signOn.person() + " changed");
        }
    }

    /** Said once when it begins and once when it is over, and not for each person. */
    private void told(Optional<String> now) {
        Optional<String> before = trouble;
        trouble = now;
        if (now.isPresent() && !now.equals(before)) {
            LOG.warn(
                    "nobody can be confirmed at the provider: {}; people stay signed on for {}",
                    now.get(),
                    Durations.text(terms.grace()));
        } else if (now.isEmpty() && before.isPresent()) {
            LOG.info("the provider confirms people again");
        }
    }

    // ---- what the ledger is told now and then

    /** Often enough that no other bastion takes a sign-on for unconfirmed, and no more. */
    private void confirm() {
        Set<String> due = new HashSet<>();
        Set<String> known = new HashSet<>();
        for (SignOn signOn : journal.state().signOns()) {
            known.add(id(signOn));
            if (!confirmedAt(signOn)
                    .isBefore(signOn.confirmed().plus(terms.grace().dividedBy(4)))) {
                due.add(signOn.key().fingerprint());
            }
        }
        asked.keySet().retainAll(known);
        confirmed.keySet().retainAll(known);
        if (!due.isEmpty() && journal.accepting()) {
            logged(journal.submit(desk.people().confirmSignOns(due)), "that people were confirmed");
        }
    }

    private static void logged(CompletionStage<?> stage, String what) {
        stage.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("{} is not in the ledger yet: {}", what, failure.toString());
            }
        });
    }
}
