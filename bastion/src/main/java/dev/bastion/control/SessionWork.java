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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session under a grant and what was done in it, for the review.
 *
 * @param readable whether what was done could be read; one that cannot is shown as such and hides no other
 */
record SessionWork(Recorded recorded, SessionDeeds deeds, boolean readable) {
    private static final Logger log = LoggerFactory.getLogger(SessionWork.class);

    SessionWork {
        requireNonNull(recorded, "recorded is null");
        requireNonNull(deeds, "deeds is null");
    }

    static SessionWork of(SessionFacts facts, Call call) {
        Recorded recorded = Recorded.of(facts, call);
        if (recorded.recording().isEmpty() || recorded.deletion().isPresent()) {
            return new SessionWork(recorded, SessionDeeds.NONE, true);
        }
        try {
            return new SessionWork(recorded, recorded.recording().get().deeds(), true);
        } catch (IOException unreadable) {
            log.warn("what was done in {} cannot be read", Ids.session(facts.session()), unreadable);
            return new SessionWork(recorded, SessionDeeds.NONE, false);
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
        String condition = condition();
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
                new Cell(condition, Recorded.tone(condition)),
                recorded.marks());
    }

    /** Nothing of one that broke off: nobody knows when. */
    Optional<Duration> lasted() {
        return facts().state() instanceof SessionState.Ended ended
                ? Optional.of(Duration.between(facts().opened(), ended.at()))
                : Optional.empty();
    }

    /** The counts alone. */
    ObjectNode json() {
        ObjectNode json = recorded.json().put("recording", condition());
        lasted().ifPresentOrElse(length -> json.put("seconds", Json.seconds(length)), () -> json.putNull("seconds"));
        return json.put("shells", deeds.shells())
                .put("typed_lines", deeds.typedLines())
                .put("commands", deeds.commands().count())
                .put("forwards", deeds.forwards().count())
                .put("agent_uses", deeds.agentUses().count())
                .put("files", deeds.filesMoved())
                .put("file_operations", deeds.transfers().count())
                .put("refusals", deeds.refusals().count());
    }

    /** With what was run, moved and refused, for whoever has had the reading written down. */
    ObjectNode jsonInFull() {
        ObjectNode json = json();
        json.set("ran", Json.strings(deeds.commands().first()));
        ArrayNode forwarded = json.putArray("forwarded");
        deeds.forwards()
                .first()
                .forEach(one -> forwarded
                        .addObject()
                        .put("destination", one.destination())
                        .put("sent", one.sent())
                        .put("received", one.received()));
        ArrayNode lent = json.putArray("agents");
        deeds.agentUses()
                .first()
                .forEach(one ->
                        lent.addObject().put("signatures", one.signatures()).set("keys", Json.strings(one.keys())));
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

    /** {@code sealed}, or what is wrong with its recording. */
    String condition() {
        return readable ? recorded.condition() : "unreadable";
    }
}
