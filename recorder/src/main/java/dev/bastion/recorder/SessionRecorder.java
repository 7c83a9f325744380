package dev.bastion.recorder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.recorder.RecordingFailure.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recording of one session. What touches files runs on its lane; what accepts may run anywhere. */
final class SessionRecorder implements SessionRecording {

    private static final Logger LOG = LoggerFactory.getLogger(SessionRecorder.class);
    private static final int MOST_NOTES_WAITING = 1000;
    private static final int MOST_NOTES = 20_000;

    private final Workshop workshop;
    private final SessionFacts facts;
    private final Lane lane;
    private final Consumer<RecordingFailure> onFailure;
    private final Runnable onEnd;
    private final SessionDirectory directory;
    private final RecordingFile events;
    private final AtomicReference<RecordingFailure> failure = new AtomicReference<>();
    private final LongAdder input = new LongAdder();
    private final LongAdder output = new LongAdder();
    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong unrecorded = new AtomicLong();
    private final AtomicInteger withheldLines = new AtomicInteger();
    private final AtomicInteger notesWaiting = new AtomicInteger();
    private final AtomicLong notesDropped = new AtomicLong();
    private final CompletableFuture<Seal> sealed = new CompletableFuture<>();
    private final Map<Place, LiveChannel> channels = new HashMap<>();
    private final List<ObjectNode> closedChannels = new ArrayList<>();
    private volatile boolean sealing;
    private boolean sealStarted;
    private String sumsDigest = "";
    private int notes;
    private long storedBefore;
    private long recently;

    private SessionRecorder(
            Workshop workshop,
            SessionFacts facts,
            Lane lane,
            Consumer<RecordingFailure> onFailure,
            Runnable onEnd,
            SessionDirectory directory)
            throws IOException {
        this.workshop = workshop;
        this.facts = facts;
        this.lane = lane;
        this.onFailure = onFailure;
        this.onEnd = onEnd;
        this.directory = directory;
        this.events = directory.create(SessionDirectory.EVENTS);
    }

    /** Makes the directory and writes what is known; on the lane. */
    static SessionRecorder begin(
            Workshop workshop, SessionFacts facts, Lane lane, Consumer<RecordingFailure> onFailure, Runnable onEnd)
            throws IOException {
        SessionDirectory directory = SessionDirectory.create(workshop.settings().root(), facts.session(), facts.at());
        SessionRecorder session = new SessionRecorder(workshop, facts, lane, onFailure, onEnd, directory);
        ObjectNode page = Json.object();
        page.put("format", 1);
        page.put("state", "open");
        session.describe(page);
        directory.replace(SessionDirectory.FACTS, Json.page(page));
        session.event("session-opened", Json.object());
        return session;
    }

    // ---- what callers see

    @Override
    public long session() {
        return facts.session();
    }

    @Override
    public CompletionStage<TerminalRecording> terminal(
            int channel, int columns, int rows, String term, String command) {
        return begin(new Place(channel, false), () -> {
            ObjectNode about = Json.object().put("kind", "terminal").put("command", Json.cut(command));
            about.put("term", Json.cut(term)).put("columns", columns).put("rows", rows);
            opened(channel, about);
            return TerminalChannel.create(this, channel, columns, rows, term, command);
        });
    }

    @Override
    public CompletionStage<StreamRecording> streams(int channel, byte[] command, StreamLimit limit) {
        byte[] copy = command.clone();
        return begin(new Place(channel, false), () -> {
            String text = Json.cut(new String(copy, StandardCharsets.UTF_8));
            opened(channel, Json.object().put("kind", "exec").put("command", text));
            return StreamChannel.create(this, channel, copy, limit);
        });
    }

    @Override
    public CompletionStage<TransferRecording> transfers(int channel, String protocol) {
        return begin(new Place(channel, true), () -> {
            opened(channel, Json.object().put("kind", "transfers").put("protocol", protocol));
            return TransferChannel.create(this, channel, protocol);
        });
    }

    @Override
    public void note(String kind, Map<String, String> about) {
        check();
        if (notesWaiting.incrementAndGet() > MOST_NOTES_WAITING) {
            notesWaiting.decrementAndGet();
            notesDropped.incrementAndGet();
            return;
        }
        lane.execute(() -> {
            notesWaiting.decrementAndGet();
            if (hasFailed() || sealStarted || ++notes > MOST_NOTES) {
                notesDropped.incrementAndGet();
                return;
            }
            guarded(() -> event(Json.cut(kind), Json.of(about)));
        });
    }

    @Override
    public Counters counters() {
        return new Counters(input.sum(), output.sum(), stored.get(), unrecorded.get(), withheldLines.get());
    }

    @Override
    public CompletionStage<Seal> seal(String cause) {
        sealing = true;
        lane.execute(() -> sealNow(Json.cut(cause)));
        return sealed.minimalCompletionStage();
    }

    // ---- opening channels

    /** Where a recording stands: scp's far end is recorded twice, as the command that it is and as its transfers. */
    private record Place(int number, boolean transfers) {}

    private interface Opening<C extends LiveChannel> {
        C create() throws IOException;
    }

    private <R extends ChannelRecording, C extends LiveChannel> CompletionStage<R> begin(
            Place place, Opening<C> opening) {
        CompletableFuture<R> ready = new CompletableFuture<>();
        lane.execute(() -> {
            try {
                check();
                if (channels.containsKey(place)) {
                    throw new IllegalStateException("channel " + place.number() + " is recorded already");
                }
                C channel = opening.create();
                channels.put(place, channel);
                putOnDisk(channel, ready);
            } catch (IOException failed) {
                failed(failed);
                ready.completeExceptionally(new RecordingFailedException(failure(), failed));
            } catch (RuntimeException refused) {
                ready.completeExceptionally(refused);
            }
        });
        return ready;
    }

    private <R extends ChannelRecording, C extends LiveChannel> void putOnDisk(C channel, CompletableFuture<R> ready) {
        List<Workshop.Sync> all = new ArrayList<>(directory.placing());
        all.add(channel.main()::force);
        workshop.sync(
                all,
                failed -> lane.execute(() -> {
                    failed.ifPresent(why -> fail(Kind.STORE_FAILED, "it cannot be put on disk: " + why, why));
                    if (hasFailed()) {
                        ready.completeExceptionally(new RecordingFailedException(failure(), failed.orElse(null)));
                        return;
                    }
                    directory.placed();
                    @SuppressWarnings("unchecked") // each opening makes the kind that its method promises
                    R recording = (R) channel;
                    ready.complete(recording);
                }));
    }

    private void opened(int channel, ObjectNode about) throws IOException {
        about.put("channel", channel);
        event("channel-opened", about);
    }

    // ---- what channels use

    SessionFacts facts() {
        return facts;
    }

    Lane lane() {
        return lane;
    }

    Instant now() {
        return workshop.clock().instant();
    }

    long nanos() {
        return workshop.nanos().getAsLong();
    }

    Inbox newInbox() {
        return new Inbox(workshop.pool(), workshop.nanos());
    }

    boolean recordsInput() {
        return workshop.settings().input();
    }

    boolean digests() {
        return workshop.settings().digests();
    }

    void describe(ObjectNode page) {
        page.put("session", facts.session());
        page.put("name", facts.name());
        page.put("grant", facts.grant());
        page.put("person", facts.person());
        page.put("target", facts.target());
        page.put("login", facts.login());
        page.put("source", facts.source());
        page.put("started_at", facts.at().toString());
        if (!facts.more().isEmpty()) {
            page.set("more", Json.of(facts.more()));
        }
    }

    RecordingFile create(String name) throws IOException {
        return directory.create(name);
    }

    /** Appends to a file of this recording, counts it and sees to it that it reaches the disk within a second. */
    void append(RecordingFile file, byte[] bytes, int offset, int length) throws IOException {
        if (workshop.guard().full()) {
            throw new IOException("No space left, found by another recording");
        }
        file.append(bytes, offset, length);
        workshop.dirty().add(new Workshop.Dirty(file, this));
        withinBudgets(length);
    }

    /** A session's budget, and that of all the person's sessions that run: else many sessions would fill the disk. */
    private void withinBudgets(int length) {
        RecorderSettings settings = workshop.settings();
        long persons = workshop.persons().add(facts.person(), length);
        if (stored.addAndGet(length) > settings.sessionBudget()) {
            fail(
                    Kind.BUDGET_USED,
                    "the session's recording is larger than its budget of " + settings.sessionBudget() + " bytes",
                    null);
        } else if (persons > settings.personBudget()) {
            fail(
                    Kind.BUDGET_USED,
                    "the running recordings of " + facts.person() + " are larger than a person's budget of "
                            + settings.personBudget() + " bytes",
                    null);
        }
    }

    void countInput(long bytes) {
        input.add(bytes);
    }

    void countOutput(long bytes) {
        output.add(bytes);
    }

    void countWithheld() {
        withheldLines.incrementAndGet();
    }

    void unrecorded(long bytes) {
        unrecorded.addAndGet(bytes);
    }

    /** A channel has ended; its facts go to the log of events and, at the end, to the facts of the session. */
    void channelClosed(LiveChannel channel, ObjectNode about) {
        if (channels.values().remove(channel)) {
            closedChannels.add(about);
        }
        if (!hasFailed()) {
            guarded(() -> event("channel-closed", about));
            release(channel.main());
        }
    }

    /** Puts a file on disk and gives its descriptor back. */
    void release(RecordingFile file) {
        workshop.dirty().remove(new Workshop.Dirty(file, this));
        Workshop.Sync both = () -> {
            file.force();
            file.close();
        };
        workshop.sync(
                both,
                failed -> failed.ifPresent(why -> fail(Kind.STORE_FAILED, "it cannot be put on disk: " + why, why)));
    }

    private void event(String kind, ObjectNode about) throws IOException {
        ObjectNode line = Json.object();
        line.put("at", now().toString());
        line.put("event", kind);
        line.setAll(about);
        byte[] bytes = Json.line(line);
        append(events, bytes, 0, bytes.length);
    }

    // ---- failing

    boolean hasFailed() {
        return failure.get() != null;
    }

    RecordingFailure failure() {
        return failure.get();
    }

    /** Throws once nothing more can be recorded. */
    void check() {
        RecordingFailure failed = failure.get();
        if (failed != null) {
            throw new RecordingFailedException(failed);
        }
        if (sealing) {
            throw ended("the session's recording is sealed");
        }
    }

    RecordingFailedException ended(String why) {
        return new RecordingFailedException(
                new RecordingFailure(facts.session(), Kind.ENDED, Sentences.of(Kind.ENDED), why));
    }

    void checkBacklog(long backlog) {
        if (backlog > workshop.settings().backlogLimit()) {
            fail(Kind.FELL_BEHIND, backlog + " bytes wait to be recorded", null);
        }
    }

    void failed(IOException failed) {
        if (DiskGuard.reason(failed).isPresent()) {
            workshop.guard().foundFull();
        }
        fail(Kind.STORE_FAILED, "the recording of " + facts.name() + " cannot be written: " + failed, failed);
    }

    void faulted(RuntimeException fault) {
        fail(Kind.STORE_FAILED, "the recording of " + facts.name() + " met a fault: " + fault, fault);
    }

    /** Ends the recording, the first time; told to its owner on the lane. */
    void fail(Kind kind, String detail, Throwable cause) {
        RecordingFailure failed = new RecordingFailure(facts.session(), kind, Sentences.of(kind), detail);
        if (!failure.compareAndSet(null, failed)) {
            return;
        }
        LOG.error("the recording of {} failed: {} ({})", facts.name(), detail, kind, cause);
        lane.execute(() -> {
            for (LiveChannel channel : List.copyOf(channels.values())) {
                channel.drain();
                channel.abort();
            }
            onFailure.accept(failed);
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private void guarded(Work work) {
        try {
            work.run();
        } catch (IOException failed) {
            failed(failed);
        }
    }

    /** Looks whether the directory is still there; on any thread. */
    void look(boolean rootUsable) {
        if (hasFailed() || sealing) {
            return;
        }
        if (!rootUsable) {
            fail(Kind.DIRECTORY_LOST, "the directory of all recordings is gone or read-only", null);
            return;
        }
        directory.lost().ifPresent(why -> fail(Kind.DIRECTORY_LOST, why, null));
    }

    /** Puts a file on disk; on a thread for that. */
    void force(RecordingFile file) {
        try {
            file.force();
        } catch (java.nio.channels.ClosedChannelException over) {
            LOG.trace("{} was put on disk and closed meanwhile", file.name(), over);
        } catch (IOException failed) {
            failed(failed);
        }
    }

    /** Bytes written since it was last asked, with what was before fading; for the one thread that compares sessions. */
    long recentBytes() {
        long now = stored.get();
        recently = recently / 2 + (now - storedBefore);
        storedBefore = now;
        return recently;
    }

    // ---- the end

    private void sealNow(String cause) {
        if (sealStarted) {
            return;
        }
        sealStarted = true;
        for (LiveChannel channel : List.copyOf(channels.values())) {
            channel.closeForSeal();
        }
        directory.lost().ifPresent(why -> fail(Kind.DIRECTORY_LOST, why, null));
        try {
            writeLast(cause);
        } catch (IOException failed) {
            failed(failed);
            end(failed);
            return;
        } catch (RuntimeException fault) {
            faulted(fault);
            end(fault);
            return;
        }
        workshop.sync(
                this::forceAll,
                failed -> lane.execute(() -> {
                    failed.ifPresent(why -> fail(Kind.STORE_FAILED, "it cannot be put on disk: " + why, why));
                    end(failed.orElse(null));
                }));
    }

    private void writeLast(String cause) throws IOException {
        ObjectNode line = Json.object()
                .put("at", now().toString())
                .put("event", "session-ended")
                .put("cause", cause);
        byte[] bytes = Json.line(line);
        events.append(bytes, 0, bytes.length);
        stored.addAndGet(bytes.length);
        directory.replace(SessionDirectory.FACTS, Json.page(lastFacts(cause)));
        StringBuilder sums = new StringBuilder();
        directory
                .digests()
                .forEach((name, sha256) ->
                        sums.append(sha256).append("  ").append(name).append('\n'));
        byte[] list = sums.toString().getBytes(StandardCharsets.US_ASCII);
        MessageDigest digest = Sha256.start();
        digest.update(list);
        sumsDigest = Sha256.hex(digest);
        directory.replace(SessionDirectory.SUMS, list);
    }

    private ObjectNode lastFacts(String cause) {
        Counters counters = counters();
        ObjectNode page = Json.object();
        page.put("format", 1);
        page.put("state", "sealed");
        describe(page);
        page.put("ended_at", now().toString());
        page.put("cause", cause);
        page.put("input_bytes", counters.input());
        page.put("output_bytes", counters.output());
        page.put("unrecorded_bytes", counters.unrecorded());
        page.put("withheld_lines", counters.withheldLines());
        page.put("withholds_much", counters.withholdsMuch());
        page.put("notes_dropped", notesDropped.get());
        RecordingFailure failed = failure.get();
        if (failed != null) {
            page.putObject("failure").put("kind", failed.kind().name()).put("detail", failed.detail());
        }
        ArrayNode list = page.putArray("channels");
        closedChannels.forEach(list::add);
        return page;
    }

    private void forceAll() throws IOException {
        for (RecordingFile file : directory.files()) {
            try {
                file.force();
            } catch (java.nio.channels.ClosedChannelException already) {
                LOG.trace("{} was put on disk when its channel ended", file.name(), already);
            }
        }
        directory.forceReplaced();
        for (Workshop.Sync one : directory.placing()) {
            one.run();
        }
    }

    private void end(Throwable failed) {
        workshop.persons().release(facts.person(), stored.get());
        for (RecordingFile file : directory.files()) {
            workshop.dirty().remove(new Workshop.Dirty(file, this));
            try {
                file.close();
            } catch (IOException notClosed) {
                LOG.warn("{} of {} cannot be closed", file.name(), facts.name(), notClosed);
            }
        }
        onEnd.run();
        if (failed == null) {
            sealed.complete(new Seal(facts.session(), sumsDigest, stored.get(), unrecorded.get(), withheldLines.get()));
        } else {
            sealed.completeExceptionally(new RecordingFailedException(failure(), failed));
        }
    }
}
