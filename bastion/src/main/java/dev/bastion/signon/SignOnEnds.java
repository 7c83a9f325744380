package dev.bastion.signon;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.SignOn;
import dev.bastion.policy.SignOnEnd;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends sign-ons: in force at once, in the ledger as soon as it can take it. Thread-safe. */
final class SignOnEnds {
    private static final Logger LOG = LoggerFactory.getLogger(SignOnEnds.class);

    private final AccessDesk desk;
    private final AccessJournal journal;
    private final SignedOnPeople people;
    private final RefreshTokens tokens;
    private final TakingAway taking;

    SignOnEnds(AccessDesk desk, AccessJournal journal, SignedOnPeople people, RefreshTokens tokens, TakingAway taking) {
        this.desk = requireNonNull(desk, "desk is null");
        this.journal = requireNonNull(journal, "journal is null");
        this.people = requireNonNull(people, "people is null");
        this.tokens = requireNonNull(tokens, "tokens is null");
        this.taking = requireNonNull(taking, "taking is null");
    }

    /**
     * Ends it.
     *
     * @param why as the ledger has it, and the person reads it
     */
    void end(SignOn signOn, SignOnEnd how, String why) {
        Decider<List<AccessEvent>> decider = desk.people().endSignOn(signOn, how, why);
        List<AccessEvent> events = decider.decide(journal.state()).events();
        // With its own reason first: to the policy in force the person is then merely not there.
        taking.take(signOn, events, why);
        people.over(signOn);
        forget(signOn);
        LOG.info(
                "the single sign-on of {} by {} is over: {}",
                signOn.person(),
                signOn.key().fingerprint(),
                why);
        journal.submit(decider).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("what {} lost is told to the ledger later: {}", signOn.person(), failure.toString());
            }
        });
    }

    private void forget(SignOn signOn) {
        try {
            tokens.forget(signOn.key().fingerprint());
        } catch (IOException e) {
            LOG.warn("a refresh token of {} is left on the disk: {}", signOn.person(), e.toString());
        }
    }
}
