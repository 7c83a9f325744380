package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.Duty;
import dev.bastion.policy.Person;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "whoami")
final class WhoamiCommand extends ControlCommand {
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
        caller.provenKey().ifPresentOrElse(key -> json.set("key", key(key)), () -> json.putNull("key"));
        return Outcome.answer(json, page(call, groups, duties));
    }

    private static Page page(Call call, List<String> groups, List<String> duties) {
        Caller caller = call.caller();
        return new Page()
                .line(sentence(call))
                .line("groups: " + orNone(groups))
                .line("duties: " + orNone(duties))
                .line("key: "
                        + caller.provenKey()
                                .map(key -> key.type() + " " + key.fingerprint())
                                .orElse("none was proved"));
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
