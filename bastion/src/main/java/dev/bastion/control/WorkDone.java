package dev.bastion.control;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.policy.Ids;
import dev.bastion.policy.SessionFacts;
import dev.bastion.recorder.SessionDeeds;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What was done under one grant, for the review: its sessions, each with what its recording says of it. */
record WorkDone(List<SessionWork> sessions) {
    private static final int LISTED = 200;

    WorkDone {
        sessions = List.copyOf(sessions);
    }

    static WorkDone of(List<SessionFacts> sessions, Call call) {
        return new WorkDone(
                sessions.stream().map(session -> SessionWork.of(session, call)).toList());
    }

    /** {@code 2 sessions of 14m, 3 commands, 1 file}; what is none is left out. */
    String inShort() {
        if (sessions.isEmpty()) {
            return "unused";
        }
        Duration length =
                sessions.stream().flatMap(session -> session.lasted().stream()).reduce(Duration.ZERO, Duration::plus);
        return counted(sessions.size(), "session") + " of " + Wording.length(length)
                + part(sum(SessionDeeds::typedLines), "typed line")
                + part(sum(deeds -> deeds.commands().count()), "command")
                + part(sum(deeds -> deeds.forwards().count()), "forward")
                + part(sum(deeds -> deeds.agentUses().count()), "agent use")
                + part(sum(SessionDeeds::filesMoved), "file")
                + part(sum(deeds -> deeds.refusals().count()), "refusal")
                + masked().words().map(words -> ", " + words).orElse("")
                + notSealed();
    }

    private Masked masked() {
        return sessions.stream()
                .map(session -> session.recorded().remarks().masked())
                .reduce(Masked.NOTHING, Masked::and);
    }

    /** {@code , 1 recording missing}: of those nobody can say what was done. */
    private String notSealed() {
        Map<String, Long> wrong = sessions.stream()
                .map(SessionWork::condition)
                .filter(condition -> !condition.equals("sealed"))
                .collect(groupingBy(condition -> condition, TreeMap::new, counting()));
        return wrong.entrySet().stream()
                .map(one -> part(one.getValue(), "recording") + " " + one.getKey())
                .collect(joining());
    }

    private static String part(long count, String what) {
        return count == 0 ? "" : ", " + counted(count, what);
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private long sum(Function<SessionDeeds, Long> of) {
        return sessions.stream().mapToLong(session -> of.apply(session.deeds())).sum();
    }

    void addTo(Page page, Call call) {
        if (sessions.isEmpty()) {
            page.line("it was not used");
            return;
        }
        Table table = SessionWork.table();
        sessions.forEach(session -> session.addTo(table, call));
        page.table(table);
        listed(page, "commands", SessionDeeds::commands, command -> command);
        listed(page, "forwards", SessionDeeds::forwards, WorkDone::line);
        listed(page, "agent uses", SessionDeeds::agentUses, WorkDone::line);
        listed(page, "files", SessionDeeds::transfers, WorkDone::line);
        listed(page, "refused", SessionDeeds::refusals, refusal -> refusal);
    }

    private static String line(SessionDeeds.Forwarded forwarded) {
        return "%s, %s there, %s back"
                .formatted(
                        forwarded.destination(), Wording.bytes(forwarded.sent()), Wording.bytes(forwarded.received()));
    }

    private static String line(SessionDeeds.AgentUse use) {
        return counted(use.signatures(), "signature") + " asked for"
                + (use.keys().isEmpty() ? "" : " with " + String.join(", ", use.keys()));
    }

    private static String line(SessionDeeds.Moved moved) {
        String digest = moved.sha256().map(hex -> " sha256 " + hex).orElse("");
        return "%s %s %s, %s, %s%s"
                .formatted(
                        moved.operation(),
                        moved.direction(),
                        moved.path(),
                        Wording.bytes(moved.bytes()),
                        moved.result(),
                        digest);
    }

    private <T> void listed(
            Page page, String title, Function<SessionDeeds, SessionDeeds.Many<T>> which, Function<T, String> shown) {
        long all = sum(deeds -> which.apply(deeds).count());
        if (all == 0) {
            return;
        }
        Table table = new Table("SESSION", title.toUpperCase(Locale.ROOT));
        sessions.stream()
                .flatMap(session -> which.apply(session.deeds()).first().stream()
                        .map(one -> List.of(Ids.session(session.facts().session()), shown.apply(one))))
                .limit(LISTED)
                .forEach(row -> table.row(row.get(0), row.get(1)));
        page.blank().table(table);
        if (all > LISTED) {
            page.line("… %d more, in the recordings".formatted(all - LISTED));
        }
    }

    /** The sessions with their counts, or with all that was done in them. */
    ObjectNode json(boolean inFull) {
        ArrayNode list = Json.array();
        sessions.forEach(session -> list.add(inFull ? session.jsonInFull() : session.json()));
        return Json.object().put("in_short", inShort()).set("sessions", list);
    }

    /** The first of them that can be replayed. */
    Optional<String> replayable() {
        return sessions.stream()
                .filter(session -> session.recorded().recording().isPresent()
                        && session.recorded().deletion().isEmpty())
                .map(session -> Ids.session(session.facts().session()))
                .findFirst();
    }
}
