package dev.bastion.live;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantEnd;
import dev.bastion.policy.GrantEvent;
import dev.bastion.policy.Ids;
import dev.bastion.policy.Rule;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.rule.Use;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every grant that runs, with its gate and its sessions.
 *
 * <p>Follows the ledger: a grant that starts there gets its gate, an extension moves it, an end closes it. Whoever takes
 * access away need not wait for the ledger: {@link #end} closes the gate at once. Thread-safe; nothing here blocks.
 */
public final class LiveGrants {
    private static final Logger LOG = LoggerFactory.getLogger(LiveGrants.class);

    private final AccessJournal journal;
    private final Supplier<AccessPolicy> policies;
    private final Clock wall;
    private final BootClock boot;
    private final Map<Long, LiveGrant> grants = new ConcurrentHashMap<>();
    private final List<Consumer<LiveGrant>> watchers = new CopyOnWriteArrayList<>();

    /**
     * @param policies the policy in force, whose rules say when and how much at once a grant is used
     */
    public LiveGrants(AccessJournal journal, Supplier<AccessPolicy> policies, Clock wall, BootClock boot) {
        this.journal = requireNonNull(journal, "journal is null");
        this.policies = requireNonNull(policies, "policies is null");
        this.wall = requireNonNull(wall, "wall is null");
        this.boot = requireNonNull(boot, "boot is null");
        journal.onCommitted(events -> events.forEach(this::follow));
        journal.state().openGrants().forEach(grant -> gateOf(grant));
    }

    /** The gate of a grant that has started and whose end is not written; none for any other. */
    public Optional<LiveGrant> find(long grant) {
        LiveGrant known = grants.get(grant);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<LiveGrant> made =
                journal.state().grant(grant).filter(found -> isOpen(grant)).flatMap(this::gateOf);
        // Put there first, looked up again second: its end may have been written and followed in between.
        if (made.isPresent() && !isOpen(grant)) {
            grants.remove(grant, made.get());
            return Optional.empty();
        }
        return made;
    }

    private boolean isOpen(long grant) {
        return journal.state().openGrants().stream().anyMatch(open -> open.id() == grant);
    }

    /** All gates. */
    public List<LiveGrant> all() {
        return new ArrayList<>(grants.values());
    }

    /** Every live session. */
    public List<LiveSession> sessions() {
        return grants.values().stream()
                .flatMap(grant -> grant.sessions().stream())
                .toList();
    }

    /**
     * Ends a grant in memory, at once, with everything that runs under it.
     *
     * @param sentence what ended it: {@code grant g-41 expired at 14:00 UTC}
     */
    public void end(long grant, EndCause cause, String sentence) {
        LiveGrant live = grants.get(grant);
        if (live != null) {
            end(live, cause, sentence);
        }
    }

    /**
     * Puts a session under its gate: registered first, checked second, so that no end and no change of policy between the
     * two is missed.
     *
     * @return why it may not begin; nothing where it may
     */
    public Optional<String> admit(LiveGrant gate, LiveSession session) {
        if (gate.follow(() -> useOf(gate))) {
            tell(gate);
        }
        if (!gate.register(session)) {
            return Optional.of(full(gate));
        }
        Optional<String> refusal = gate.open()
                ? ruleOf(gate).flatMap(session::objection)
                : Optional.of("access to " + session.facts().target() + " has ended: "
                        + gate.closing().sentence());
        refusal.ifPresent(why -> gate.unregister(session));
        return refusal;
    }

    /** Whether one that is under its gate here is one too many, since so many run under the same grant in other bastions. */
    public boolean crowded(LiveGrant gate, long elsewhere) {
        OptionalInt most = gate.use().sessions();
        return most.isPresent() && elsewhere > 0 && elsewhere + gate.sessions().size() > most.getAsInt();
    }

    private static String full(LiveGrant gate) {
        int most = gate.use().sessions().orElse(0);
        return (most == 1 ? "a session is" : most + " sessions are") + " open under grant " + Ids.grant(gate.id())
                + ", which is as many as its rule allows at once\nhint: leave one of them; ssh bastion sessions lists them";
    }

    /** A policy has come in force: what its rules give less of ends at once, though the grants live on. */
    public void followPolicy() {
        all().forEach(live -> ruleOf(live).ifPresent(rule -> follow(live, rule)));
    }

    private void follow(LiveGrant live, Rule rule) {
        live.follow(() -> useOf(live));
        tell(live);
        List<LiveSession> kept = new ArrayList<>();
        for (LiveSession session : live.sessions()) {
            Optional<String> objection = session.objection(rule);
            objection.ifPresentOrElse(why -> endOne(session, EndCause.RULE_NARROWED, why), () -> kept.add(session));
        }
        live.use().sessions().ifPresent(most -> endBeyond(kept, most, rule));
    }

    /** Those that began last go first. */
    private static void endBeyond(List<LiveSession> sessions, int most, Rule rule) {
        String why = "rule '" + rule.name() + "' now allows " + most + " at once";
        sessions.stream()
                .sorted(Comparator.comparing(session -> session.facts().since()))
                .skip(most)
                .forEach(session -> endOne(session, EndCause.RULE_NARROWED, why));
    }

    private Optional<Rule> ruleOf(LiveGrant live) {
        return journal.state().grant(live.id()).flatMap(this::ruleOf);
    }

    private Optional<Rule> ruleOf(Grant grant) {
        return policies.get().rule(grant.rule());
    }

    /** A grant whose rule is gone is about to end for that. */
    private Use useOf(LiveGrant live) {
        return ruleOf(live).map(Rule::use).orElse(Use.FREE);
    }

    /** Ends everything of a person who is not there any more. */
    public void endOf(String person, EndCause cause, String sentence) {
        grants.values().stream()
                .filter(live -> live.person().equals(person))
                .forEach(live -> end(live, cause, sentence));
    }

    void end(LiveGrant live, EndCause cause, String sentence) {
        live.mark(new LiveGrant.End(cause, sentence));
        // Also where another marked it first: a session may have come between that mark and that walk.
        endSessions(live, cause, sentence);
    }

    /** Ends what runs under a grant, which itself lives on. */
    void endSessions(LiveGrant live, EndCause cause, String sentence) {
        List.copyOf(live.sessions()).forEach(session -> endOne(session, cause, sentence));
    }

    /** One that cannot be ended keeps none of the others. */
    static void endOne(LiveSession session, EndCause cause, String sentence) {
        try {
            session.end(cause, sentence);
        } catch (RuntimeException e) {
            LOG.error("a session of {} did not end cleanly", session.facts().person(), e);
        }
    }

    private void tell(LiveGrant live) {
        watchers.forEach(watcher -> watcher.accept(live));
    }

    /** Is told of each gate that is new or whose end has moved. Before the first session only. */
    void watch(Consumer<LiveGrant> watcher) {
        watchers.add(watcher);
        grants.values().forEach(watcher);
    }

    private Optional<LiveGrant> gateOf(Grant grant) {
        return grant.end()
                .map(end -> grants.computeIfAbsent(grant.id(), id -> {
                    Use use = ruleOf(grant).map(Rule::use).orElse(Use.FREE);
                    LiveGrant live = new LiveGrant(id, grant.person(), end, use, wall, boot);
                    tell(live);
                    return live;
                }));
    }

    private void follow(AccessEvent event) {
        switch (event) {
            case GrantEvent.GrantMade made -> gateOf(made.grant());
            case GrantEvent.GrantStarted started ->
                journal.state().grant(started.grant()).ifPresent(this::gateOf);
            case GrantEvent.GrantExtended extended -> moved(extended.grant());
            case GrantEvent.GrantEnded ended -> ended(ended);
            case SessionEvent.SessionKilled killed -> killed(killed);
            default -> {
                // No other event opens or closes a gate.
            }
        }
    }

    private void moved(long grant) {
        Optional<Instant> end = journal.state().grant(grant).flatMap(Grant::end);
        LiveGrant live = grants.get(grant);
        if (live != null && end.isPresent()) {
            live.moveEnd(end.get());
            tell(live);
        }
    }

    private void ended(GrantEvent.GrantEnded ended) {
        LiveGrant live = grants.remove(ended.grant());
        if (live != null) {
            end(live, causeOf(ended.how()), sentenceOf(ended));
        }
    }

    private void killed(SessionEvent.SessionKilled killed) {
        sessions().stream()
                .filter(session -> session.facts().session() == killed.session())
                .forEach(session -> session.end(
                        EndCause.KILLED,
                        Ids.session(killed.session()) + " was ended by " + killed.by() + ": " + killed.reason()));
    }

    private static EndCause causeOf(GrantEnd how) {
        return switch (how) {
            case EXPIRED, LAPSED_UNUSED -> EndCause.GRANT_EXPIRED;
            case RELEASED -> EndCause.GRANT_RELEASED;
            case PERSON_DISABLED -> EndCause.PERSON_REMOVED;
            default -> EndCause.GRANT_REVOKED;
        };
    }

    private static String sentenceOf(GrantEvent.GrantEnded ended) {
        String grant = "grant " + Ids.grant(ended.grant());
        return switch (causeOf(ended.how())) {
            case GRANT_EXPIRED -> grant + " expired at " + Times.utc(ended.at());
            case GRANT_RELEASED -> grant + " was released";
            case PERSON_REMOVED -> grant + " ended: its person is disabled";
            default ->
                grant + " was revoked" + ended.by().map(by -> " by " + by).orElse("");
        };
    }
}
