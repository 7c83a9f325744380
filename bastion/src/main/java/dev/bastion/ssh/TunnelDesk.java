package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantToken;
import dev.bastion.policy.GrantTokenVerifier;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.policy.Rule;
import dev.bastion.policy.Sentences;
import dev.bastion.policy.Target;
import dev.bastion.policy.TokenReading;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a proved connection may reach a target, and under which grant. Decides from memory alone. Thread-safe.
 */
final class TunnelDesk {
    private final PolicyHolder policy;
    private final AccessJournal journal;
    private final GrantTokenVerifier tokens;
    private final Gatekeeper gatekeeper;
    private final Clock clock;
    private volatile boolean goingDown;

    TunnelDesk(
            PolicyHolder policy, AccessJournal journal, GrantTokenVerifier tokens, Gatekeeper gatekeeper, Clock clock) {
        this.policy = requireNonNull(policy, "policy is null");
        this.journal = requireNonNull(journal, "journal is null");
        this.tokens = requireNonNull(tokens, "tokens is null");
        this.gatekeeper = requireNonNull(gatekeeper, "gatekeeper is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** What a tunnel request comes to. */
    sealed interface Answer {
        /** No target of theirs; the sentence tells nothing more. */
        record Unknown(String sentence) implements Answer {}

        /** Theirs to ask for, not to use now: the sentence says what to type. */
        record NotNow(Target target, String sentence) implements Answer {}

        /** Open: one of these grants will be chosen when the login is known. */
        record Open(Target target, List<Grant> grants) implements Answer {}
    }

    /** The answer for a login: the one grant that the session will run under, or why there is none. */
    sealed interface Choice {
        record Chosen(Grant grant, Rule rule) implements Choice {}

        record None(String sentence) implements Choice {}
    }

    /** From now on nothing new is opened. */
    void goDown() {
        goingDown = true;
    }

    Answer target(Identity identity, String typed, int port) {
        return answer(identity, typed, policy.current().target(typed, port));
    }

    /** The same for the direct form, which names no port. */
    Answer target(Identity identity, String typed) {
        AccessPolicy now = policy.current();
        return answer(
                identity,
                typed,
                now.targets().stream()
                        .flatMap(target -> now.target(typed, target.port()).stream())
                        .findFirst());
    }

    private Answer answer(Identity identity, String typed, Optional<Target> found) {
        AccessPolicy now = policy.current();
        Optional<String> disabled = journal.state()
                .disabling(identity.person().name())
                .map(disabling -> Sentences.disabled(disabling, clock.instant()));
        Answer unknown = new Answer.Unknown(disabled.orElseGet(() -> Sentences.noSuchTarget(typed)));
        if (found.isEmpty() || !gatekeeper.stillHolds(identity)) {
            return unknown;
        }
        Target target = found.get();
        List<Grant> grants = liveFor(identity, target);
        if (grants.isEmpty() && !now.mayAskFor(identity.person(), target)) {
            return unknown;
        }
        if (goingDown) {
            return new Answer.NotNow(target, "no session can start: the bastion goes down; try again in a minute");
        }
        if (!journal.accepting()) {
            return new Answer.NotNow(
                    target, "no session can start: the ledger takes no entries; tell an administrator");
        }
        if (grants.isEmpty()) {
            return new Answer.NotNow(target, askFor(target));
        }
        List<Grant> provenEnough = grants.stream()
                .filter(grant -> gatekeeper.certified(identity) || plainKeyDoes(now, grant))
                .toList();
        return provenEnough.isEmpty()
                ? new Answer.NotNow(target, certificateFor(identity, target))
                : usable(identity, target, provenEnough);
    }

    /** A connection that others share may have been opened with a certificate that has run out since. */
    private static String certificateFor(Identity identity, Target target) {
        return identity.byCertificate()
                ? "the certificate that this connection was opened with has expired\nhint: ssh -O stop bastion; "
                        + identity.howToFetch()
                : "access to " + target.name() + " needs your certificate\nhint: " + identity.howToFetch();
    }

    /** Those that may be used now and from where the person is; where there are none, why not the first. */
    private Answer usable(Identity identity, Target target, List<Grant> grants) {
        UseCheck check = new UseCheck(policy.current(), identity, target, clock.instant());
        List<Grant> usable = grants.stream()
                .filter(grant -> check.objection(grant).isEmpty())
                .toList();
        return usable.isEmpty()
                ? new Answer.NotNow(target, check.objection(grants.getFirst()).orElseThrow())
                : new Answer.Open(target, usable);
    }

    /** Chooses, of the grants that cover the target and the login, the one that ends last. */
    Choice choose(Identity identity, Target target, List<Grant> candidates, String login) {
        AccessPolicy now = policy.current();
        if (!gatekeeper.stillHolds(identity)) {
            // The tunnel was opened before; what it was proved with has been taken away since.
            return new Choice.None("your key or certificate has been withdrawn; connect again");
        }
        Instant instant = clock.instant();
        List<Grant> live = liveFor(identity, target).stream()
                .filter(grant -> candidates.stream().anyMatch(candidate -> candidate.id() == grant.id()))
                .toList();
        Comparator<Grant> byEnd = Comparator.comparing(grant -> grant.end().orElse(instant.plus(grant.length())));
        // The one that ends last comes first, so that one token is verified and not those of all.
        List<Grant> forLogin = live.stream()
                .filter(grant -> grant.login().equals(login))
                .sorted(byEnd.reversed())
                .toList();
        // The tunnel was opened before: the hours may have ended, the policy may have changed since.
        UseCheck check = new UseCheck(now, identity, target, instant);
        Optional<Grant> chosen = forLogin.stream()
                .filter(grant -> check.objection(grant).isEmpty())
                .filter(grant -> tokenSays(grant, target))
                .findFirst();
        Optional<String> objection = forLogin.stream()
                .flatMap(grant -> check.objection(grant).stream())
                .findFirst();
        if (chosen.isEmpty() && objection.isPresent()) {
            return new Choice.None(objection.get());
        }
        if (chosen.isEmpty()) {
            String logins =
                    String.join(", ", live.stream().map(Grant::login).distinct().toList());
            return new Choice.None(
                    live.isEmpty()
                            ? askFor(target)
                            : "your grant for " + target.name() + " is for " + logins + ", not for \""
                                    + HostileText.word(login) + "\"");
        }
        return now.rule(chosen.get().rule())
                .<Choice>map(rule -> new Choice.Chosen(chosen.get(), rule))
                .orElseGet(() -> new Choice.None("the rule of this grant is not in the policy any more"));
    }

    /** Where to a session under that grant may have the target connect. */
    ForwardRules forwards(Target target, Grant grant, Rule rule) {
        return new ForwardRules(policy::current, target, grant.permits(), rule.confines());
    }

    private List<Grant> liveFor(Identity identity, Target target) {
        return journal.state().liveGrants(identity.person().name(), clock.instant()).stream()
                .filter(grant -> grant.targets().contains(target.name()))
                .toList();
    }

    private static boolean plainKeyDoes(AccessPolicy now, Grant grant) {
        return now.rule(grant.rule()).map(rule -> rule.use().plainKey()).orElse(false);
    }

    /** The table's row alone opens nothing: the token, signed outside the database, must say the same. */
    private boolean tokenSays(Grant grant, Target target) {
        if (!(tokens.verify(grant.token()) instanceof TokenReading.Valid valid)) {
            return false;
        }
        GrantToken token = valid.token();
        return token.grant() == grant.id()
                && token.person().equals(grant.person())
                && token.login().equals(grant.login())
                && token.targets().contains(target.name())
                && grant.end().filter(token.expires()::isBefore).isEmpty()
                && token.permits().containsAll(grant.permits())
                && token.breakGlass() == grant.isBreakGlass();
    }

    private static String askFor(Target target) {
        return "you have no access to " + target.name() + " now\nhint: "
                + Sentences.howToAsk(target.name(), target.logins().get(0));
    }
}
