package dev.bastion.recorder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.recorder.RecordingFailure.Kind;
import dev.bastion.recorder.SessionChannels.Place;
import dev.bastion.recorder.mask.MaskKind;
import dev.bastion.recorder.mask.MaskedStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The recording of one session: what callers see of it, and the parts that its channels share. What touches files runs on
 * its lane; what accepts may run anywhere.
 */
final class SessionRecorder implements SessionRecording {

    private final Workshop workshop;
    private final SessionFacts facts;
    private final Lane lane;
    private final Consumer<RecordingFailure> onFailure;
    private final Tally tally = new Tally();
    private final FactsPage page;
    private final RecordingState state;
    private final SessionFiles files;
    private final EventLog events;
    private final SessionChannels channels;
    private final Sealing sealing;

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
        this.page = new FactsPage(facts, workshop.clock());
        this.state = new RecordingState(facts, workshop.guard(), this::brokenOff);
        this.files = new SessionFiles(workshop, facts, directory, state, tally);
        this.events = EventLog.create(files, state, tally, lane, workshop.clock());
        this.channels = new SessionChannels(lane, state, files, events);
        this.sealing = new Sealing(workshop, this, onEnd);
    }

    /** Makes the directory and writes what is known; on the lane. */
    static SessionRecorder begin(
            Workshop workshop, SessionFacts facts, Lane lane, Consumer<RecordingFailure> onFailure, Runnable onEnd)
            throws IOException {
        SessionDirectory directory = SessionDirectory.create(workshop.settings().root(), facts.session(), facts.at());
        SessionRecorder session = new SessionRecorder(workshop, facts, lane, onFailure, onEnd, directory);
        directory.replace(SessionDirectory.FACTS, session.page.open());
        session.events.write("session-opened", Json.object());
        return session;
    }

    private void brokenOff(RecordingFailure failed) {
        lane.execute(() -> {
            channels.breakOff();
            onFailure.accept(failed);
        });
    }

    // ---- what callers see

    @Override
    public long session() {
        return facts.session();
    }

    @Override
    public CompletionStage<TerminalRecording> terminal(
            int channel, int columns, int rows, String term, String command, Set<MaskKind> masks) {
        String shown = masks.isEmpty() ? command : MaskedStream.masked(command, masks, tally.masked()::add);
        return channels.begin(new Place(channel, false), () -> {
            ObjectNode about = Json.object().put("kind", "terminal").put("command", Json.cut(shown));
            about.put("term", Json.cut(term)).put("columns", columns).put("rows", rows);
            opened(channel, about);
            return TerminalChannel.create(this, channel, columns, rows, term, shown, masks);
        });
    }

    @Override
    public CompletionStage<StreamRecording> streams(int channel, byte[] command, StreamLimit limit) {
        byte[] copy = command.clone();
        return channels.begin(new Place(channel, false), () -> {
            String text = Json.cut(new String(copy, StandardCharsets.UTF_8));
            opened(channel, Json.object().put("kind", "exec").put("command", text));
            return StreamChannel.exec(this, channel, copy, limit);
        });
    }

    @Override
    public CompletionStage<StreamRecording> forward(int channel, String destination, StreamLimit limit) {
        return channels.begin(new Place(channel, false), () -> {
            opened(channel, Json.object().put("kind", "forward").put("destination", Json.cut(destination)));
            return StreamChannel.forward(this, channel, Json.cut(destination), limit);
        });
    }

    @Override
    public CompletionStage<TransferRecording> transfers(int channel, String protocol) {
        return channels.begin(new Place(channel, true), () -> {
            opened(channel, Json.object().put("kind", "transfers").put("protocol", protocol));
            return TransferChannel.create(this, channel, protocol);
        });
    }

    @Override
    public CompletionStage<AgentRecording> agent(int channel) {
        return channels.begin(new Place(channel, false), () -> {
            opened(channel, Json.object().put("kind", "agent"));
            return AgentChannel.create(this, channel);
        });
    }

    private void opened(int channel, ObjectNode about) throws IOException {
        about.put("channel", channel);
        events.write("channel-opened", about);
    }

    @Override
    public void note(String kind, Map<String, String> about) {
        state.check();
        events.note(kind, about);
    }

    @Override
    public Counters counters() {
        return tally.counters();
    }

    @Override
    public CompletionStage<Seal> seal(String cause) {
        state.sealing();
        lane.execute(() -> sealing.start(Json.cut(cause)));
        return sealing.sealed();
    }

    // ---- what the recorder asks

    /** Looks whether the directory is still there; on any thread. */
    void look(boolean rootUsable) {
        if (!state.goesOn()) {
            return;
        }
        if (!rootUsable) {
            state.lost("the directory of all recordings is gone or read-only");
            return;
        }
        files.directory().lost().ifPresent(state::lost);
    }

    // ---- what channels and the seal use

    SessionFacts facts() {
        return facts;
    }

    Lane lane() {
        return lane;
    }

    Tally tally() {
        return tally;
    }

    FactsPage page() {
        return page;
    }

    RecordingState state() {
        return state;
    }

    SessionFiles files() {
        return files;
    }

    EventLog events() {
        return events;
    }

    SessionChannels channels() {
        return channels;
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

    void checkBacklog(long backlog) {
        if (backlog > workshop.settings().backlogLimit()) {
            state.fail(Kind.FELL_BEHIND, backlog + " bytes wait to be recorded", null);
        }
    }
}
