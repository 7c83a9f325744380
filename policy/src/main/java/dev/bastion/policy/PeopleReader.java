package dev.bastion.policy;

import dev.bastion.policy.text.MailAddress;
import dev.bastion.policy.text.Plain;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code people}, once the targets' keys are known. */
final class PeopleReader {

    private final KnownNames known;
    private final KeyOwners keys;

    PeopleReader(KnownNames known, KeyOwners keys) {
        this.known = known;
        this.keys = keys;
    }

    List<Person> read(YamlMap map) {
        List<Person> people = new ArrayList<>();
        for (YamlMap.Entry entry : map.entries()) {
            boolean named = Naming.name(entry.at(), entry.name());
            entry.value()
                    .map()
                    .map(person -> read(entry.name(), person))
                    .filter(person -> named)
                    .ifPresent(people::add);
        }
        return people;
    }

    private Person read(String name, YamlMap map) {
        List<IdentityKey> own = new ArrayList<>();
        for (YamlValue line :
                map.filledList("keys", "paste the line of their .pub file: nobody comes in without a key")) {
            keys.personKey(line, name).ifPresent(own::add);
        }
        Set<String> groups = new TreeSet<>();
        for (YamlValue item : map.list("groups")) {
            item.text().filter(group -> known.group(item, group)).ifPresent(groups::add);
        }
        Optional<MailAddress> mail = map.value("mail").flatMap(PeopleReader::mail);
        map.refuseUnknown();
        return new Person(name, own, groups, mail);
    }

    private static Optional<MailAddress> mail(YamlValue value) {
        Optional<String> text = value.text();
        Optional<MailAddress> address = text.flatMap(MailAddress::parse);
        if (text.isPresent() && address.isEmpty()) {
            value.problem("'" + Plain.shown(text.get()) + "' is not a mail address", "write it like bob@example.org");
        }
        return address;
    }
}
