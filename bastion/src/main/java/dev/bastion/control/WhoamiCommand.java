package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.Duty;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Ids;
import dev.bastion.policy.Person;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "whoami")
final class WhoamiCommand extends ControlCommand {
    private static final Duration LATELY = Duration.ofDays(30);

    @Override
    Outcome run(Call call) {
        Person person = call.person();
        Caller caller = call.caller();
        List<String> groups = person.groups().stream().sorted().toList();
        List<String> duties =
                call.policy().duties(person).stream().sorted().map(Duty::word).toList();
        ObjectNode json = Json.object()
                .put("person", person.name())
                .put("by", proof(caller))
                .put("source", caller.source().getHostString());
        json.set("groups", Json.strings(groups));
        json.set("duties", Json.strings(duties));
        json.set("break_glass", Json.strings(emergencies(call)));
        json.set("reviews_overdue", Json.strings(overdue(call)));
        SignOnView.of(call)
                .ifPresentOrElse(signOn -> json.set("sign_on", SignOnView.json(signOn)), () -> json.putNull("sign_on"));
        caller.provenKey().ifPresentOrElse(key -> json.set("key", key(key)), () -> json.putNull("key"));
        ArrayNode lost = json.putArray("notices_lost");
        lately(call)
                .forEach(one -> lost.addObject()
                        .put("receiver", one.receiver())
                        .put("count", one.count())
                        .put("last", Json.time(one.at())));
        return Outcome.answer(json, page(call, groups, duties));
    }

    private static Page page(Call call, List<String> groups, List<String> duties) {
        Caller caller = call.caller();
        Page page = new Page()
                .line(sentence(call))
                .line("groups: " + orNone(groups))
                .line("duties: " + orNone(duties))
                .line("key: "
                        + caller.provenKey()
                                .map(key -> key.type() + " " + key.fingerprint())
                                .orElse("none was proved"));
        SignOnView.of(call)
                .ifPresent(signOn -> page.line("signed on: by %s until %s; end it with: ssh %s logout"
                        .formatted(
                                signOn.issuer(),
                                call.wording().moment(signOn.until()),
                                call.context().profile().name())));
        if (!emergencies(call).isEmpty()) {
            page.line(new Cell(Remarks.BREAK_GLASS + ": " + String.join(", ", emergencies(call)), Tone.BAD));
        }
        if (!overdue(call).isEmpty()) {
            page.line(new Cell("of yours overdue for review: " + String.join(", ", overdue(call)), Tone.BAD));
        }
        noticesLost(call).forEach(lost -> page.line(new Cell(lost, Tone.BAD)));
        return page;
    }

    /** For administrators: who was not told of what, of late. */
    static List<String> noticesLost(Call call) {
        return lately(call).stream()
                .map(lost -> "%d notices did not reach %s, the last %s"
                        .formatted(
                                lost.count(),
                                PlainText.line(lost.receiver()),
                                call.wording().moment(lost.at())))
                .toList();
    }

    private static List<BastionEvent.NoticesLost> lately(Call call) {
        return call.policy().mayAdminister(call.person())
                ? call.state().noticesLost().stream()
                        .filter(lost -> lost.at().plus(LATELY).isAfter(call.now()))
                        .toList()
                : List.of();
    }

    /** The person's own grants that were taken in an emergency and live. */
    private static List<String> emergencies(Call call) {
        return call.state().liveGrants(call.name(), call.now()).stream()
                .filter(Grant::isBreakGlass)
                .map(grant -> Ids.grant(grant.id()))
                .toList();
    }

    /** What may hold this person back until others have looked at it. */
    private static List<String> overdue(Call call) {
        return call.state().overdueReviews(call.now()).stream()
                .filter(review -> review.person().equals(call.name()))
                .map(review -> Ids.grant(review.grant()))
                .toList();
    }

    /** The first line of this page and of the page of {@code ssh bastion} alone. */
    static String sentence(Call call) {
        return "you are %s, by %s, from %s"
                .formatted(
                        call.name(),
                        proof(call.caller()),
                        call.caller().source().getHostString());
    }

    private static String proof(Caller caller) {
        return caller.byCertificate() ? "certificate" : "key";
    }

    private static ObjectNode key(SshPublicKey key) {
        return Json.object().put("type", key.type()).put("fingerprint", key.fingerprint());
    }

    private static String orNone(List<String> words) {
        return words.isEmpty() ? "none" : String.join(", ", words);
    }
}
