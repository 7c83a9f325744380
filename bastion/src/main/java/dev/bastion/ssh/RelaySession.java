package dev.bastion.ssh;

import dev.bastion.certs.Certificate;
import dev.bastion.live.EndCause;
import dev.bastion.live.Idleness;
import dev.bastion.live.LiveFacts;
import dev.bastion.live.LiveGrant;
import dev.bastion.live.LiveSession;
import dev.bastion.live.Proof;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Ids;
import dev.bastion.policy.Rule;
import dev.bastion.policy.SessionEvent;
import dev.bastion.recorder.Counters;
import dev.bastion.recorder.RecordingFailure;
import dev.bastion.recorder.Seal;
import dev.bastion.recorder.SessionFacts;
import dev.bastion.recorder.SessionRecording;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One live session: front, relay, onward connection and recording, from the moment its login is accepted to the seal.
 *
 * <p>Order of the beginning: the session stands in the ledger, then its recording is on disk, and only then does the
 * relay start a channel; meanwhile the onward connection authenticates. Thread-safe.
 */
final class RelaySession implements LiveSession, RelayOwner {
    private static final Logger LOG = LoggerFactory.getLogger(RelaySession.class);
    private static final int LOGGED_NOTES = 100;
    /** How long the reason of a login that failed may take to come behind the end of its connection. */
    private static final long LOGIN_FAULT_MILLIS = 1000;
    /** What waits for a recording that is not open yet, while the ledger takes its time. */
    private static final int NOTES_BEFORE_RECORDING = 1000;

    private final SessionPlan plan;
    private final SessionFront front;
    private final OnwardDial dial;
    private final LiveServices services;
    private final Relay relay;
    private final Farewell farewell;
    private final Instant since;
    private final Idleness idleness;
    private final CompletableFuture<Long> number = new CompletableFuture<>();
    private final CompletableFuture<SessionRecording> recording = new CompletableFuture<>();
    private final AtomicReference<EndCause> ending = new AtomicReference<>();
    private final AtomicBoolean finished = new AtomicBoolean();
    private final AtomicInteger notesTaken = new AtomicInteger();
    private final OnwardLeg onward;
    private volatile boolean loggedIn;

    RelaySession(SessionPlan plan, SessionFront front, OnwardDial dial, LiveServices services) {
        this.plan = plan;
        this.front = front;
        this.dial = dial;
        this.services = services;
        this.since = services.clock().instant();
        this.idleness = plan.gate().idleness();
        RelayRules rules = new RelayRules(
                plan.gate(),
                plan.target().name(),
                plan.grant().permits(),
                plan.confines(),
                plan.execLimit(),
                plan.masks(),
                services.digests());
        this.relay = new Relay(front.side(), rules, plan.forwards(), new LentSignature(services.openLogins()), this);
        this.onward = new OnwardLeg(plan, dial, services, this::gateClosed);
        this.farewell = new Farewell(plan.target().name(), front, relay, services);
        RelayService.attach(front.session(), relay::fromClient);
    }

    /** Writes the session into the ledger, opens its recording and authenticates onward. */
    void begin() {
        front.session().addCloseFutureListener(closed -> finish(EndCause.CLIENT_LEFT));
        services.journal().submit(this::opened).whenComplete((id, failure) -> {
            if (failure != null) {
                notOpened(failure, "no session can start: the ledger takes no entries");
            } else {
                id.ifPresentOrElse(number::complete, this::crowded);
            }
        });
        number.thenAccept(this::record);
        number.thenCombineAsync(dial.connected(), this::authenticate, services.tasks())
                .thenCompose(stage -> stage)
                .whenComplete((session, failure) -> onwardIsThere(session, failure));
    }

    private void crowded() {
        String sentence = "as many sessions as the rule allows at once are open under this grant";
        notOpened(new IOException(sentence), sentence);
    }

    private void notOpened(Throwable failure, String sentence) {
        // What waits for the number fails with it, and would say that the target cannot be reached.
        end(EndCause.LEDGER_REFUSED, sentence);
        number.completeExceptionally(failure);
    }

    /** Empty where other bastions have the rest of what its rule allows at once. */
    private Decided<Optional<Long>> opened(AccessState state) {
        long elsewhere = state.openSessions().stream()
                .filter(session -> session.grant() == plan.grant().id() && !session.livesIn(services.bastion()))
                .count();
        if (services.grants().crowded(plan.gate(), elsewhere)) {
            return Decided.nothing(Optional.empty());
        }
        long id = state.nextSessionId();
        return new Decided<>(
                List.of(new SessionEvent.SessionOpened(
                        id,
                        plan.grant().id(),
                        person(),
                        plan.target().name(),
                        plan.grant().login(),
                        plan.identity().sourceText(),
                        plan.form(),
                        Optional.of(services.bastion()),
                        since)),
                Optional.of(id));
    }

    private void record(long id) {
        Map<String, String> more = new HashMap<>(onward.facts());
        more.put("form", plan.form().word());
        more.put("key", plan.identity().key().fingerprint());
        SessionFacts facts = new SessionFacts(
                id,
                plan.grant().id(),
                person(),
                plan.target().name(),
                plan.grant().login(),
                plan.identity().sourceText(),
                since,
                more);
        services.recorder().open(facts, this::recordingFailed).whenComplete((opened, failure) -> {
            if (failure == null) {
                recording.complete(opened);
            } else {
                LOG.error("{} cannot be recorded: {}", Ids.session(id), failure.toString());
                recording.completeExceptionally(failure);
                end(EndCause.RECORDING_FAILED, "the session cannot be recorded, so it cannot start");
            }
        });
    }

    private CompletionStage<OnwardSession> authenticate(long id, OnwardSession session) {
        if (!plan.gate().open()) {
            gateClosed();
            return CompletableFuture.failedFuture(new IOException("the grant has ended"));
        }
        Relay.Side back = new Relay.Side(session, (Backlog) session.getIoSession());
        RelayService.attach(session, (message, packet) -> relay.fromTarget(back, message, packet));
        session.addCloseFutureListener(closed -> targetClosed(session));
        return onward.logIn(id, session);
    }

    private void targetClosed(OnwardSession session) {
        if (front.session().isClosing()) {
            // The client went first; the onward connection only followed.
            finish(EndCause.CLIENT_LEFT);
            return;
        }
        String how = session.lost().orElse(plan.target().name() + " closed the connection");
        Runnable over = () -> end(EndCause.TARGET_CLOSED, how);
        if (loggedIn) {
            over.run();
        } else {
            // Why there was no login says more than that the connection is closed, and comes a moment later.
            services.timer().schedule(() -> services.tasks().execute(over), LOGIN_FAULT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void onwardIsThere(OnwardSession session, Throwable failure) {
        if (failure == null) {
            loggedIn = true;
            List<String> old = onward.loggedIn(session);
            if (!old.isEmpty()) {
                note("old-algorithms-used", Map.of("algorithms", String.join(" ", old)));
            }
            relay.targetReady(new Relay.Side(session, (Backlog) session.getIoSession()));
            return;
        }
        LOG.warn(
                "{} cannot be reached for {}: {}",
                plan.target().name(),
                person(),
                HostileText.line(OnwardProblem.cause(failure).toString()));
        String sentence =
                OnwardProblem.sentence(plan.target().name(), plan.grant().login(), failure);
        relay.targetFailed(sentence);
        end(EndCause.TARGET_UNREACHABLE, sentence);
    }

    private String person() {
        return plan.identity().person().name();
    }

    // ---- for the relay ----

    @Override
    public CompletionStage<SessionRecording> recording() {
        return recording;
    }

    @Override
    public Optional<String> openingLine() {
        return services.lines()
                .opening(number.getNow(0L), plan.grant(), plan.target().name(), plan.gate());
    }

    @Override
    public Optional<String> closingLine() {
        return services.lines().closing(number.getNow(0L));
    }

    @Override
    public void note(String kind, Map<String, String> facts) {
        // The recorder bounds its own; here a client that asks a million times for what it does not get is one page.
        int notes = notesTaken.incrementAndGet();
        if (notes <= LOGGED_NOTES) {
            LOG.info("{} {}: {} {}", person(), plan.target().name(), kind, facts);
        }
        if (recording.isDone() || notes <= NOTES_BEFORE_RECORDING) {
            recording.thenAccept(open -> open.note(kind, facts));
        }
    }

    @Override
    public void gateClosed() {
        LiveGrant.End why = plan.gate().closing();
        end(why.cause(), why.sentence());
    }

    @Override
    public void later(Duration time, Runnable step) {
        services.timer().schedule(() -> services.tasks().execute(step), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void touched() {
        idleness.touch();
    }

    @Override
    public Optional<Certificate> onward() {
        return onward.certificate();
    }

    @Override
    public Proof proof() {
        return plan.identity().proof();
    }

    // ---- what its rule allows ----

    @Override
    public Idleness idleness() {
        return idleness;
    }

    @Override
    public Optional<String> objection(Rule rule) {
        InetAddress source = plan.identity().source().getAddress();
        if (!rule.use().allowsFrom(source)) {
            return Optional.of("rule '" + rule.name() + "' does not allow connections from " + source.getHostAddress());
        }
        if (!rule.confines().covers(plan.confines())) {
            return Optional.of("rule '" + rule.name()
                    + "' now allows fewer commands, paths or destinations; connect again to go on");
        }
        return plan.masks().containsAll(Masks.of(rule))
                ? Optional.empty()
                : Optional.of("rule '" + rule.name() + "' now masks more; connect again to go on");
    }

    /** The recorder tells it, and so does each packet that it no longer accepts: the first one to come counts. */
    @Override
    public void recordingFailed(RecordingFailure failure) {
        EndCause cause = failure.kind() == RecordingFailure.Kind.BUDGET_USED
                ? EndCause.RECORDING_LIMIT
                : EndCause.RECORDING_FAILED;
        end(cause, failure.sentence());
    }

    // ---- the end ----

    @Override
    public LiveFacts facts() {
        return new LiveFacts(
                number.isCompletedExceptionally() ? 0 : number.getNow(0L),
                plan.grant().id(),
                person(),
                plan.target().name(),
                plan.grant().login(),
                plan.identity().sourceText(),
                since,
                relay.openChannels(),
                counters());
    }

    private Counters counters() {
        boolean records = recording.isDone() && !recording.isCompletedExceptionally();
        return records ? recording.join().counters() : Counters.NONE;
    }

    @Override
    public void warn(Duration left) {
        relay.warn(left);
    }

    @Override
    public void warnIdle(Duration left) {
        relay.warnIdle(left);
    }

    @Override
    public void end(EndCause cause, String sentence) {
        if (!ending.compareAndSet(null, cause)) {
            return;
        }
        dial.cut();
        if (cause.forced()) {
            onward.withdraw();
        }
        farewell.say(cause, sentence);
        services.tasks().execute(() -> tidy(cause));
    }

    private void tidy(EndCause cause) {
        LOG.info("{} {} ended: {}", person(), Ids.session(Math.max(1, number.getNow(0L))), cause.word());
        dial.close();
        finish(cause);
    }

    /** Seals the recording and writes the end, whichever way it came; once. */
    private void finish(EndCause cause) {
        if (!finished.compareAndSet(false, true)) {
            return;
        }
        ending.compareAndSet(null, cause);
        plan.gate().unregister(this);
        dial.close();
        relay.channels().forEach(RelayChannel::closeTap);
        relay.targetFailed("the session has ended");
        EndCause why = ending.get();
        // Sealed once every channel has told its last line: a seal would shut the door on those that still come.
        CompletableFuture<Void> channelsClosed = relay.recordingsClosed();
        number.thenAccept(id -> recording
                .thenCombine(channelsClosed, (open, closed) -> open)
                .thenCompose(open -> open.seal(why.word().replace('_', '-')))
                .whenComplete((seal, failure) -> services.ends().accept(ended(id, why, Optional.ofNullable(seal)))));
    }

    private AccessEvent ended(long id, EndCause cause, Optional<Seal> seal) {
        return new SessionEvent.SessionEnded(
                id,
                cause.word().replace('_', '-'),
                seal.map(Seal::sha256).orElse(""),
                seal.map(Seal::unrecordedBytes).orElseGet(() -> counters().unrecorded()),
                seal.map(Seal::withheldLines).orElseGet(() -> counters().withheldLines()),
                Masks.counted(seal.map(Seal::masked).orElseGet(() -> counters().masked())),
                false,
                services.clock().instant());
    }
}
