package dev.bastion.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.control.PlainText;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.Approval;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantState;
import dev.bastion.policy.Ids;
import dev.bastion.policy.Incident;
import dev.bastion.policy.Permit;
import dev.bastion.policy.RequestState;
import dev.bastion.policy.Review;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A notice as one JSON object on one line: snake_case, times as RFC 3339 in UTC, lengths in seconds, ids as they are typed,
 * like {@code --json} of the commands. Keys are only ever added. Stateless.
 */
final class WebhookBody {
    private WebhookBody() {}

    static byte[] of(Notice notice, Sender sender) {
        NoticeText text = NoticeText.of(notice, sender.bastion());
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", sender.id(notice))
                .put("event", notice.kind().word())
                .put("at", time(notice.at()))
                .put("bastion", sender.bastion())
                .put("text", text.headline());
        json.set("to", strings(notice.to()));
        json.set(
                "commands",
                strings(text.commands().stream().map(NoticeText.Line::text).toList()));
        add(notice, json);
        return line(json).getBytes(StandardCharsets.UTF_8);
    }

    private static void add(Notice notice, ObjectNode json) {
        switch (notice) {
            case Notice.Wanted wanted -> {
                json.set("request", request(wanted.request()));
                json.put("approvals_needed", wanted.needed().orElse(null));
            }
            case Notice.Settled settled -> {
                json.set("request", request(settled.request()));
                json.put("outcome", settled.state().word());
                if (settled.state() instanceof RequestState.Denied denied) {
                    json.put("denied_by", denied.by()).put("denied_because", denied.reason());
                }
                if (settled.state() instanceof RequestState.Approved approved) {
                    json.set("approvals", approvals(approved.approvals()));
                }
                settled.grant().ifPresent(grant -> json.set("grant", grant(grant)));
            }
            case Notice.TakenAway taken -> {
                json.set("grant", grant(taken.grant()));
                json.set("end", end(taken.end()));
            }
            case Notice.GlassBroken broken -> {
                json.set("request", request(broken.request()));
                json.set("grant", grant(broken.grant()));
            }
            case Notice.ReviewWanted wanted -> {
                json.set("grant", grant(wanted.grant()));
                json.set("review", review(wanted.review()));
            }
            case Notice.IncidentFound found -> {
                json.set("grant", grant(found.grant()));
                json.set("incident", incident(found.incident()));
            }
            case Notice.ShutOut out ->
                json.put("person", out.person())
                        .put("by", out.by().orElse(null))
                        .put("reason", out.reason());
            case Notice.Recurring again ->
                json.put("person", again.person())
                        .put("target", again.target())
                        .put("rule", again.rule())
                        .put("times", again.times());
            case Notice.PolicyRefused refused -> {
                json.put("digest", refused.digest()).put("signatures_needed", refused.needed());
                json.set("signed_by", strings(refused.signedBy()));
            }
        }
    }

    private static ArrayNode approvals(List<Approval> approvals) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        approvals.forEach(approval -> array.addObject()
                .put("by", approval.by())
                .put("note", approval.consent().note())
                .put("at", time(approval.at())));
        return array;
    }

    private static ObjectNode request(AccessRequest request) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", Ids.request(request.id()))
                .put("person", request.person())
                .put("login", request.login())
                .put("length", request.length().toSeconds())
                .put("reason", request.reason())
                .put("ticket", request.ticket().orElse(null))
                .put("rule", request.rule())
                .put("at", time(request.at()))
                .put("lapses_at", time(request.lapsesAt()));
        json.set("targets", strings(request.targets()));
        json.set("permits", strings(request.permits().stream().map(Permit::word).toList()));
        return json.put(
                "extends",
                request.extendsGrant().isPresent()
                        ? Ids.grant(request.extendsGrant().getAsLong())
                        : null);
    }

    private static ObjectNode grant(Grant grant) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", Ids.grant(grant.id()))
                .put("request", Ids.request(grant.request()))
                .put("person", grant.person())
                .put("login", grant.login())
                .put("length", grant.length().toSeconds())
                .put("start", time(grant.start()))
                .put("end", time(grant.end()))
                .put("latest_start", time(grant.latestStart()))
                .put("break_glass", grant.isBreakGlass());
        json.set("targets", strings(grant.targets()));
        json.set("approvers", strings(grant.approvers()));
        return json;
    }

    private static ObjectNode end(GrantState.Ended end) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("how", end.how().word())
                .put("by", end.by().orElse(null))
                .put("reason", end.reason())
                .put("at", time(end.at()));
    }

    private static ObjectNode review(Review review) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("due", time(review.due()))
                .put("break_glass", review.breakGlass());
    }

    private static ObjectNode incident(Incident incident) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", Ids.incident(incident.id()))
                .put("by", incident.by())
                .put("note", incident.note())
                .put("at", time(incident.at()));
    }

    private static ArrayNode strings(Collection<String> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(array::add);
        return array;
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String time(Optional<Instant> at) {
        return at.map(WebhookBody::time).orElse(null);
    }

    /** What a terminal might obey is escaped the way JSON escapes. */
    private static String line(ObjectNode json) {
        return PlainText.line(json.toString());
    }
}
