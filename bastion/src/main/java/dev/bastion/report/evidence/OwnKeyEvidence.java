package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;

import dev.bastion.policy.CertificateEvent;
import dev.bastion.policy.IdentityKey;
import dev.bastion.policy.Person;
import dev.bastion.policy.text.Durations;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whether each key and each certificate belongs to one person. */
final class OwnKeyEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<Person> people = grounds.policy().people();
        List<String> keys = people.stream()
                .flatMap(person -> person.keys().stream())
                .map(IdentityKey::fingerprint)
                .toList();
        long shared = keys.size() - keys.stream().distinct().count();
        List<CertificateEvent.CertificateSigning> signed =
                grounds.events().of(CertificateEvent.CertificateSigning.class);
        Optional<Duration> longest = signed.stream()
                .map(one -> Duration.between(one.notBefore(), one.notAfter()))
                .max(Comparator.naturalOrder());
        return new Showing()
                .figure("%s of %s; keys that two of them share: %d"
                        .formatted(
                                counted(keys.size(), "key", "keys"),
                                counted(people.size(), "person", "persons"),
                                shared))
                .figure("certificates issued: %d, each for one person and one key%s"
                        .formatted(
                                signed.size(),
                                longest.map(length -> ", the longest good for " + Durations.text(length))
                                        .orElse("")))
                .gapIf(shared > 0, "keys are shared")
                .gapOf(
                        "rules that a plain key may use, without a certificate",
                        grounds.rules(rule -> rule.use().plainKey()))
                .finding();
    }
}
