package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Ids;
import dev.bastion.policy.RequestState;
import dev.bastion.policy.Rule;
import dev.bastion.policy.rule.CommandPattern;
import dev.bastion.policy.rule.Confines;
import dev.bastion.policy.rule.Destination;
import dev.bastion.policy.rule.Glob;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was asked for and given, for the review: the request, its extensions, and what the rule confines it to.
 *
 * @param confines as the rule in force says; nothing when it is gone
 */
record Asked(Grant grant, AccessRequest request, List<AccessRequest> extensions, Confines confines) {
    Asked {
        requireNonNull(grant, "grant is null");
        requireNonNull(request, "request is null");
        extensions = List.copyOf(extensions);
        requireNonNull(confines, "confines is null");
    }

    static Asked of(Grant grant, Call call) {
        List<AccessRequest> extensions = grant.extensions() == 0
                ? List.of()
                : call.state().requests().stream()
                        .filter(request -> request.extendsGrant().orElse(0) == grant.id())
                        .filter(request ->
                                call.state().requestState(request.id()).orElseThrow() instanceof RequestState.Approved)
                        .toList();
        return new Asked(
                grant,
                call.state().request(grant.request()).orElseThrow(),
                extensions,
                call.policy().rule(grant.rule()).map(Rule::confines).orElse(Confines.NONE));
    }

    /** {@code INC-7: the disk is full}. */
    String why() {
        return request.ticket().map(ticket -> ticket + ": ").orElse("") + request.reason();
    }

    void addTo(Page page) {
        page.line("reason: " + request.reason());
        request.ticket().ifPresent(ticket -> page.line("ticket: " + ticket));
        page.line("targets: " + String.join(", ", grant.targets()) + " as " + grant.login())
                .line("permits: " + String.join(", ", RequestView.permits(List.copyOf(grant.permits()))))
                .line("length: " + Wording.length(grant.length()));
        confined(page, "commands", confines.commands().stream().map(CommandPattern::text));
        confined(page, "readable", confines.readable().stream().map(Glob::text));
        confined(page, "writable", confines.writable().stream().map(Glob::text));
        confined(page, "forward to", confines.destinations().stream().map(Destination::text));
        extensions.forEach(request -> page.line("extended by " + Wording.length(request.length()) + ", "
                + Ids.request(request.id()) + ": " + request.reason()));
        page.line("approved by: " + (grant.approvers().isEmpty() ? "nobody" : String.join(", ", grant.approvers())));
    }

    private static void confined(Page page, String what, Stream<String> patterns) {
        List<String> all = patterns.toList();
        if (!all.isEmpty()) {
            page.line(what + ": " + String.join(", ", all));
        }
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("request", Ids.request(request.id()))
                .put("reason", request.reason())
                .put("ticket", request.ticket().orElse(null))
                .put("login", grant.login())
                .put("length", Json.seconds(grant.length()));
        json.set("targets", Json.strings(grant.targets()));
        json.set("permits", Json.strings(RequestView.permits(List.copyOf(grant.permits()))));
        json.set(
                "commands",
                Json.strings(
                        confines.commands().stream().map(CommandPattern::text).toList()));
        json.set(
                "readable",
                Json.strings(confines.readable().stream().map(Glob::text).toList()));
        json.set(
                "writable",
                Json.strings(confines.writable().stream().map(Glob::text).toList()));
        json.set(
                "destinations",
                Json.strings(
                        confines.destinations().stream().map(Destination::text).toList()));
        json.set("approvers", Json.strings(grant.approvers().stream().sorted().toList()));
        ArrayNode list = json.putArray("extensions");
        extensions.forEach(request -> list.addObject()
                .put("request", Ids.request(request.id()))
                .put("length", Json.seconds(request.length()))
                .put("reason", request.reason()));
        return json;
    }
}
