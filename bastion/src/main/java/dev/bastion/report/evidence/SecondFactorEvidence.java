package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;
import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.policy.FactorState;
import dev.bastion.policy.Person;
import dev.bastion.policy.Rule;
import dev.bastion.policy.rule.SecondFactor;
import java.util.List;

/** Which rules ask for a second factor, and who has one. */
final class SecondFactorEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<String> asking = grounds.rules(SecondFactorEvidence::beforeUse);
        List<String> without = grounds.rules(rule -> !beforeUse(rule));
        if (asking.isEmpty()) {
            return new Finding.Nothing("no rule asks for a second factor before its grants are used");
        }
        List<Person> people = grounds.policy().people();
        List<String> unready = people.stream()
                .filter(person ->
                        grounds.policy().rules().stream().anyMatch(rule -> rule.isFor(person) && beforeUse(rule)))
                .filter(person -> !confirmed(grounds, person) && !hasTokenKey(person))
                .map(Person::name)
                .toList();
        return new Showing()
                .figure("second factor asked before use by rules: " + listed(asking))
                .figure("one-time codes proved by %d of %s; keys on a FIDO2 token: %d persons"
                        .formatted(
                                people.stream()
                                        .filter(person -> confirmed(grounds, person))
                                        .count(),
                                counted(people.size(), "person", "persons"),
                                people.stream()
                                        .filter(SecondFactorEvidence::hasTokenKey)
                                        .count()))
                .gapOf("rules without", without)
                .gapOf("has no second factor yet, and a rule asks for one", unready)
                .finding();
    }

    /** For the certificate or the connection; or by a key that asks for its PIN, which is two by itself. */
    private static boolean beforeUse(Rule rule) {
        SecondFactor wanted = rule.secondFactor();
        return wanted.wantedFor(SecondFactor.Act.CONNECTION)
                || wanted.wantedFor(SecondFactor.Act.CERTIFICATE)
                || wanted.key() == SecondFactor.KeyProof.VERIFY;
    }

    private static boolean confirmed(Grounds grounds, Person person) {
        return grounds.state()
                .factor(person.name())
                .filter(FactorState::confirmed)
                .isPresent();
    }

    private static boolean hasTokenKey(Person person) {
        return person.keys().stream().anyMatch(key -> key.type().startsWith("sk-"));
    }
}
