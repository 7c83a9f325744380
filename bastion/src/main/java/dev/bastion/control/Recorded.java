package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.policy.Deletion;
import dev.bastion.policy.Ids;
import dev.bastion.policy.SessionEvent.RecordingRead;
import dev.bastion.policy.SessionFacts;
import dev.bastion.policy.SessionState;
import dev.bastion.recorder.RecordedChannel;
import dev.bastion.recorder.RecordedSession;
import dev.bastion.recorder.RecordingStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A session of the ledger beside what lies on the disk: every session owes a recording, and one that is missing, broken or
 * not sealed shows as such.
 */
record Recorded(
        SessionFacts facts,
        Remarks remarks,
        Optional<RecordedSession> recording,
        Optional<Deletion> deletion,
        boolean held) {
    private static final String LOGIN = "onward_login";
    private static final String OLD_ALGORITHMS = "old_algorithms";

    Recorded {
        requireNonNull(facts, "facts is null");
        requireNonNull(remarks, "remarks is null");
        requireNonNull(recording, "recording is null");
        requireNonNull(deletion, "deletion is null");
    }

    /** The condition of one whose content went under retention. */
    static final String DELETED = "deleted";

    static Recorded of(SessionFacts facts, Call call) {
        try {
            return new Recorded(
                    facts,
                    Remarks.of(facts, call),
                    new RecordingStore(call.context().recordings()).find(facts.session()),
                    call.state().deletion(facts.session()),
                    call.state().holdOn(facts).isPresent());
        } catch (IOException unreadable) {
            throw new UnreadableRecordingException(unreadable);
        }
    }

    /**
     * The recording that a reviewer asked for, its reading written into the ledger first; or why not. A session that the
     * person may not know of answers as one that does not exist.
     *
     * @param how {@code replay} or {@code export}
     */
    static Found open(Call call, long session, String how) {
        Optional<SessionFacts> facts =
                call.state().session(session).filter(known -> Sight.ofSession(call, known.person(), known.target()));
        if (facts.isEmpty()) {
            return new Found.Not(Outcome.notFound("session " + Ids.session(session), "ssh bastion recordings"));
        }
        if (!Sight.ofRecording(call, facts.get().target())) {
            return new Found.Not(Outcome.refused(
                    "not_allowed",
                    "the recordings of '%s' are for those who review it"
                            .formatted(facts.get().target()),
                    "ssh bastion whoami"));
        }
        Recorded recorded = of(facts.get(), call);
        if (recorded.deletion().isPresent()) {
            Deletion gone = recorded.deletion().get();
            return new Found.Not(Outcome.refused(
                    "recording_deleted",
                    "the recording of %s was deleted under retention at %s, class '%s'"
                            .formatted(Ids.session(session), call.wording().moment(gone.at()), gone.retention()),
                    "its facts and the digests of its files stay: ssh bastion recordings"));
        }
        if (recorded.recording().isEmpty()) {
            return new Found.Not(Outcome.refused(
                    "recording_missing",
                    "the recording of %s is missing".formatted(Ids.session(session)),
                    "tell an administrator: every session owes one"));
        }
        call.read(new RecordingRead(session, call.name(), how, call.now()));
        return new Found.Yes(recorded, recorded.recording().get());
    }

    /** What a look for a recording came to. */
    sealed interface Found {
        record Yes(Recorded recorded, RecordedSession recording) implements Found {}

        record Not(Outcome why) implements Found {}
    }

    /** {@code sealed}, {@code open}, {@code repaired}, {@code unreadable}, {@code missing} or {@code deleted}. */
    String condition() {
        if (deletion.isPresent()) {
            return DELETED;
        }
        try {
            return recording.isEmpty()
                    ? "missing"
                    : recording.get().state().name().toLowerCase(Locale.ROOT);
        } catch (IOException unreadable) {
            return "unreadable";
        }
    }

    /** How good that condition is. */
    static Tone tone(String condition) {
        return switch (condition) {
            case "sealed" -> Tone.GOOD;
            case DELETED -> Tone.PAST;
            default -> Tone.BAD;
        };
    }

    /** Tells, beside the answer, what a reader has to look at. */
    void tellRemarks(Call call) {
        Stream.concat(remarks.words().stream(), onward(more()).stream())
                .forEach(words -> call.printer().say(Ids.session(facts.session()) + ": " + words));
    }

    /** {@code logged in by password}, {@code old algorithms}: what a reviewer should know of the way onward. */
    private static List<String> onward(Map<String, String> more) {
        List<String> words = new ArrayList<>();
        Optional.ofNullable(more.get(LOGIN))
                .filter(how -> !how.equals("certificate"))
                .ifPresent(how -> words.add("logged in by " + PlainText.line(how, 20)));
        if (more.containsKey(OLD_ALGORITHMS)) {
            words.add("old algorithms");
        }
        return words;
    }

    /** What was kept of the way onward when the session began; nothing where the recording is missing or unreadable. */
    private Map<String, String> more() {
        try {
            return recording.isEmpty()
                    ? Map.of()
                    : recording.get().opening().map(opening -> opening.more()).orElse(Map.of());
        } catch (IOException unreadable) {
            return Map.of();
        }
    }

    /** As lists show them: what stands out in the record, and in the way onward, and that it is held. */
    Cell marks() {
        List<String> marks = new ArrayList<>(remarks.words());
        marks.addAll(onward(more()));
        Tone tone = marks.isEmpty() ? Tone.PLAIN : Tone.BAD;
        if (held) {
            marks.add("held");
        }
        return new Cell(String.join(", ", marks), tone);
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("id", Ids.session(facts.session()))
                .put("grant", Ids.grant(facts.grant()))
                .put("person", facts.person())
                .put("target", facts.target())
                .put("login", facts.login())
                .put("source", facts.source())
                .put("form", facts.form().word())
                .put("opened", Json.time(facts.opened()))
                .put("state", facts.state().word())
                .put("recording", condition())
                .put("held", held);
        deletion.ifPresent(gone -> json.put("deleted_at", Json.time(gone.at()))
                .put("retention", gone.retention())
                .put("sums_sha256", gone.sumsSha256()));
        json.set("marks", remarks.json());
        json.set("masked", remarks.masked().json());
        Map<String, String> more = more();
        if (more.containsKey(LOGIN)) {
            json.put("onward_login", more.get(LOGIN));
            json.set(
                    "old_algorithms",
                    Json.strings(Optional.ofNullable(more.get(OLD_ALGORITHMS)).stream()
                            .flatMap(names -> Stream.of(names.split(" ", -1)))
                            .toList()));
        }
        switch (facts.state()) {
            case SessionState.Open ignored -> {}
            case SessionState.Ended ended ->
                json.put("ended", Json.time(ended.at()))
                        .put("cause", ended.cause())
                        .put("seal_sha256", ended.sealSha256())
                        .put("unrecorded_bytes", ended.unrecordedBytes())
                        .put("withheld_lines", ended.withheldLines());
            case SessionState.Broken broken ->
                json.put("ended", Json.time(broken.at())).put("cause", broken.why());
        }
        return json;
    }

    /** The same with its channels, for whoever may look into it. */
    ObjectNode jsonWithChannels() {
        ObjectNode json = json();
        ArrayNode channels = json.putArray("channels");
        channels()
                .forEach(channel -> channels.addObject()
                        .put("number", channel.number())
                        .put("kind", kind(channel))
                        .put("file", channel.file().getFileName().toString()));
        return json;
    }

    List<RecordedChannel> channels() {
        try {
            return recording.isEmpty() ? List.of() : recording.get().channels();
        } catch (IOException unreadable) {
            throw new UnreadableRecordingException(unreadable);
        }
    }

    static String kind(RecordedChannel channel) {
        return switch (channel) {
            case RecordedChannel.Terminal ignored -> "terminal";
            case RecordedChannel.Streams ignored -> "exec";
            case RecordedChannel.Forward ignored -> "forward";
            case RecordedChannel.Transfers ignored -> "transfers";
            case RecordedChannel.Agent ignored -> "agent";
        };
    }
}
