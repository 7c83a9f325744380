package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.policy.Ids;
import dev.bastion.policy.SessionFacts;
import dev.bastion.policy.SessionState;
import dev.bastion.recorder.SessionDeeds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A session under a grant and what was done in it, for the review. */
record SessionWork(Recorded recorded, SessionDeeds deeds) {
    SessionWork {
        requireNonNull(recorded, "recorded is null");
        requireNonNull(deeds, "deeds is null");
    }

    static SessionWork of(SessionFacts facts, Call call) {
        Recorded recorded = Recorded.of(facts, call);
        try {
            return new SessionWork(
                    recorded,
                    recorded.recording().isPresent()
                            ? recorded.recording().get().deeds()
                            : SessionDeeds.NONE);
        } catch (IOException unreadable) {
            throw new UnreadableRecordingException(unreadable);
        }
    }

    static Table table() {
        return new Table(
                "ID",
                "TARGET",
                "OPENED",
                "LASTED",
                "SHELLS",
                "LINES",
                "COMMANDS",
                "FILES",
                "REFUSED",
                "RECORDING",
                "MARKS");
    }

    SessionFacts facts() {
        return recorded.facts();
    }

    void addTo(Table table, Call call) {
        String condition = recorded.condition();
        table.row(
                Ids.session(facts().session()),
                facts().target(),
                call.wording().time(facts().opened()),
                lasted().map(Wording::length).orElse("?"),
                deeds.shells(),
                deeds.typedLines(),
                deeds.commands().count(),
                deeds.filesMoved(),
                deeds.refusals().count(),
                new Cell(condition, condition.equals("sealed") ? Tone.GOOD : Tone.BAD),
                recorded.remarks().cell());
    }

    /** Nothing of one that broke off: nobody knows when. */
    Optional<Duration> lasted() {
        return facts().state() instanceof SessionState.Ended ended
                ? Optional.of(Duration.between(facts().opened(), ended.at()))
                : Optional.empty();
    }

    /** The counts alone. */
    ObjectNode json() {
        ObjectNode json = recorded.json();
        lasted().ifPresentOrElse(length -> json.put("seconds", Json.seconds(length)), () -> json.putNull("seconds"));
        return json.put("shells", deeds.shells())
                .put("typed_lines", deeds.typedLines())
                .put("commands", deeds.commands().count())
                .put("files", deeds.filesMoved())
                .put("file_operations", deeds.transfers().count())
                .put("refusals", deeds.refusals().count());
    }

    /** With what was run, moved and refused, for whoever has had the reading written down. */
    ObjectNode jsonInFull() {
        ObjectNode json = json();
        json.set("ran", Json.strings(deeds.commands().first()));
        ArrayNode moved = json.putArray("moved");
        deeds.transfers()
                .first()
                .forEach(one -> moved.addObject()
                        .put("operation", one.operation())
                        .put("direction", one.direction())
                        .put("path", one.path())
                        .put("bytes", one.bytes())
                        .put("sha256", one.sha256().orElse(null))
                        .put("result", one.result()));
        json.set("refused", Json.strings(deeds.refusals().first()));
        return json;
    }

    /** Whether a reviewer has to look at it before others. */
    boolean standsOut() {
        return !recorded.remarks().words().isEmpty() || !recorded.condition().equals("sealed");
    }

    /** The end, as far as it is known. */
    Optional<Instant> ended() {
        return facts().state() instanceof SessionState.Ended ended ? Optional.of(ended.at()) : Optional.empty();
    }
}
