package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Approval;
import dev.bastion.policy.Consent;
import dev.bastion.policy.Ids;
import dev.bastion.policy.Permit;
import dev.bastion.policy.RequestState;
import dev.bastion.policy.Rule;
import java.util.List;
import java.util.Optional;

/**
 * A request as lists and JSON show it.
 *
 * @param rule the rule that decides, while the policy has it
 */
record RequestView(AccessRequest request, RequestState state, Optional<Rule> rule) {
    RequestView {
        requireNonNull(request, "request is null");
        requireNonNull(state, "state is null");
        requireNonNull(rule, "rule is null");
    }

    static Table table() {
        return new Table("ID", "PERSON", "TARGETS", "LOGIN", "FOR", "STATE", "REASON");
    }

    static RequestView of(AccessRequest request, Call call) {
        AccessState state = call.state();
        return new RequestView(
                request,
                state.requestState(request.id()).orElseThrow(),
                call.policy().rule(request.rule()));
    }

    /** Pending, and in time for it to be decided. */
    boolean waits(Call call) {
        return state instanceof RequestState.Pending && request.lapsesAt().isAfter(call.now());
    }

    void addTo(Table table, Call call) {
        table.row(
                Ids.request(request.id()),
                request.person(),
                ofAsked(String.join(",", agreed().targets()), String.join(",", request.targets())),
                request.login(),
                ofAsked(Wording.length(agreed().length()), Wording.length(request.length())),
                new Cell(standing(call), tone()),
                request.reason());
    }

    /** {@code 20m of 45m}: how much the approvals so far leave of what is asked. */
    private static String ofAsked(String agreed, String asked) {
        return agreed.equals(asked) ? asked : "%s of %s".formatted(agreed, asked);
    }

    /** What the approvals so far leave of it; all of it where they leave nothing, for then they will not all count. */
    private AccessRequest agreed() {
        return Approval.agreed(request, state.approvals()).orElse(request);
    }

    /** Adds what the approvers said, and to what they agreed where that is less than all. */
    void addApprovals(Page page) {
        state.approvals().stream()
                .filter(approval -> !approval.consent().equals(Consent.WHOLE))
                .forEach(approval -> page.line(said(approval)));
    }

    /** {@code r-41: bob approved 20m on prod-db-1: while I watch}. */
    private String said(Approval approval) {
        Consent consent = approval.consent();
        String note = consent.note().isEmpty() ? "" : ": " + consent.note();
        if (!consent.partial()) {
            return "%s: %s approved%s".formatted(Ids.request(request.id()), approval.by(), note);
        }
        AccessRequest part = Approval.agreed(request, List.of(approval)).orElse(request);
        return "%s: %s approved %s on %s%s"
                .formatted(
                        Ids.request(request.id()),
                        approval.by(),
                        Wording.length(part.length()),
                        String.join(",", part.targets()),
                        note);
    }

    ObjectNode json(Call call) {
        ObjectNode json = Json.object()
                .put("id", Ids.request(request.id()))
                .put("person", request.person())
                .put("login", request.login())
                .put("length", Json.seconds(request.length()))
                .put("reason", request.reason())
                .put("ticket", request.ticket().orElse(null))
                .put("rule", request.rule())
                .put("at", Json.time(request.at()))
                .put("lapses_at", Json.time(request.lapsesAt()))
                .put("state", word(call))
                .put("break_glass", isEmergency(call));
        json.set("targets", Json.strings(request.targets()));
        json.set("permits", Json.strings(permits(List.copyOf(request.permits()))));
        json.put(
                "extends",
                request.extendsGrant().isPresent()
                        ? Ids.grant(request.extendsGrant().getAsLong())
                        : null);
        addState(json);
        return json;
    }

    static List<String> permits(List<Permit> permits) {
        return permits.stream().sorted().map(Permit::word).toList();
    }

    private void addState(ObjectNode json) {
        json.put(
                "approvals_needed",
                rule.map(known -> known.approvalsNeeded(request)).orElse(null));
        json.set("approvals", approvals(state.approvals()));
        json.set("agreed", part(agreed()));
        switch (state) {
            case RequestState.Pending ignored -> {}
            case RequestState.Approved approved ->
                json.put("grant", Ids.grant(approved.grant())).put("decided_at", Json.time(approved.at()));
            case RequestState.Denied denied ->
                json.put("denied_by", denied.by())
                        .put("denied_because", denied.reason())
                        .put("decided_at", Json.time(denied.at()));
            case RequestState.Withdrawn withdrawn -> json.put("decided_at", Json.time(withdrawn.at()));
            case RequestState.Lapsed lapsed -> json.put("decided_at", Json.time(lapsed.at()));
        }
    }

    private ArrayNode approvals(List<Approval> approvals) {
        ArrayNode array = Json.array();
        approvals.forEach(approval ->
                array.add(part(Approval.agreed(request, List.of(approval)).orElse(request))
                        .put("by", approval.by())
                        .put("note", approval.consent().note())
                        .put("at", Json.time(approval.at()))));
        return array;
    }

    private static ObjectNode part(AccessRequest part) {
        ObjectNode json = Json.object().put("length", Json.seconds(part.length()));
        json.set("targets", Json.strings(part.targets()));
        return json;
    }

    /** A pending request past its time has lapsed, whether or not that is written yet. */
    private String word(Call call) {
        return state instanceof RequestState.Pending && !waits(call) ? "lapsed" : state.word();
    }

    /** Whether nobody approved it and the grant that it became is marked; an extension of such a grant is approved. */
    private boolean isEmergency(Call call) {
        return state instanceof RequestState.Approved approved
                && call.state()
                        .grant(approved.grant())
                        .filter(grant -> grant.isBreakGlass() && grant.request() == request.id())
                        .isPresent();
    }

    private String standing(Call call) {
        return switch (state) {
            case RequestState.Pending pending -> waits(call) ? counted(pending) : word(call);
            case RequestState.Approved approved ->
                (isEmergency(call) ? Remarks.BREAK_GLASS : "approved") + " " + Ids.grant(approved.grant());
            case RequestState.Denied denied -> "denied by " + denied.by();
            case RequestState.Withdrawn withdrawn -> withdrawn.word();
            case RequestState.Lapsed lapsed -> lapsed.word();
        };
    }

    private String counted(RequestState.Pending pending) {
        String needed = rule.map(known -> String.valueOf(known.approvalsNeeded(request)))
                .orElse("?");
        return "pending %d/%s".formatted(pending.approvals().size(), needed);
    }

    private Tone tone() {
        return switch (state) {
            case RequestState.Pending ignored -> Tone.WAITING;
            case RequestState.Approved ignored -> Tone.GOOD;
            case RequestState.Denied ignored -> Tone.BAD;
            case RequestState.Withdrawn ignored -> Tone.PAST;
            case RequestState.Lapsed ignored -> Tone.PAST;
        };
    }
}
