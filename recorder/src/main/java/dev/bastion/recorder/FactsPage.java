package dev.bastion.recorder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.recorder.mask.MaskKind;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The page of facts in a session's directory: who, where and when, and at the end how it went. Immutable. */
final class FactsPage {

    private final SessionFacts facts;
    private final Clock clock;

    FactsPage(SessionFacts facts, Clock clock) {
        this.facts = facts;
        this.clock = clock;
    }

    /** What is known as the session begins. */
    byte[] open() {
        return Json.page(begin("open"));
    }

    /** What is known at the end, with the facts of each channel in the order in which they ended. */
    byte[] sealed(String cause, Tally tally, RecordingState state, List<ObjectNode> channels) {
        Counters counters = tally.counters();
        ObjectNode page = begin("sealed");
        page.put("ended_at", clock.instant().toString());
        page.put("cause", cause);
        page.put("input_bytes", counters.input());
        page.put("output_bytes", counters.output());
        page.put("unrecorded_bytes", counters.unrecorded());
        page.put("withheld_lines", counters.withheldLines());
        page.put("withholds_much", counters.withholdsMuch());
        describe(counters.masked(), page);
        page.put("notes_dropped", tally.notesDropped());
        state.failure()
                .ifPresent(failed -> page.putObject("failure")
                        .put("kind", failed.kind().name())
                        .put("detail", failed.detail()));
        ArrayNode list = page.putArray("channels");
        channels.forEach(list::add);
        return Json.page(page);
    }

    /** Adds how often each kind was masked, where anything was. */
    static void describe(Map<MaskKind, Long> masked, ObjectNode page) {
        if (!masked.isEmpty()) {
            ObjectNode counts = page.putObject("masked");
            new TreeMap<>(masked).forEach((kind, count) -> counts.put(kind.word(), count));
        }
    }

    private ObjectNode begin(String state) {
        ObjectNode page = Json.object();
        page.put("format", 1);
        page.put("state", state);
        describe(page);
        return page;
    }

    /** Adds what every file of the recording says of its session. */
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
}
