package dev.bastion.authority;

import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Authority;
import dev.bastion.policy.AuthorityKey;
import dev.bastion.policy.KeyStanding;
import dev.bastion.policy.Person;
import dev.bastion.policy.Target;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who has not followed a key yet, by name. Immutable.
 *
 * @param bastions those that cannot sign with it, of all that can sign with another key of the same authority
 * @param people those who have not fetched a profile with it, of all who may ask for a target; for the host authority
 * @param targets those that are not known to accept it; for the target authority
 */
public record Followed(List<String> bastions, List<String> people, List<String> targets) {
    public Followed {
        bastions = List.copyOf(bastions);
        people = List.copyOf(people);
        targets = List.copyOf(targets);
    }

    static Followed missing(AccessState state, AccessPolicy policy, AuthorityKey key) {
        return new Followed(bastions(state, key), people(state, policy, key), targets(state, policy, key));
    }

    public boolean all() {
        return bastions.isEmpty() && people.isEmpty() && targets.isEmpty();
    }

    /** Whoever is not here any more is not among those that hold the newest key but one. */
    private static List<String> bastions(AccessState state, AuthorityKey key) {
        return state.authorityKeys().stream()
                .filter(other -> other.authority() == key.authority() && other.standing() != KeyStanding.RETIRED)
                .flatMap(other -> other.held().keySet().stream())
                .filter(bastion -> !key.held().containsKey(bastion))
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> people(AccessState state, AccessPolicy policy, AuthorityKey key) {
        Stream<Person> people = key.authority() == Authority.HOST
                ? policy.people().stream()
                        .filter(person -> !policy.targetsOpenTo(person).isEmpty())
                : Stream.empty();
        return people.map(Person::name)
                .filter(person -> state.disabling(person).isEmpty())
                .filter(person -> state.fetchedBy(person, key.fingerprint()).isEmpty())
                .sorted()
                .toList();
    }

    private static List<String> targets(AccessState state, AccessPolicy policy, AuthorityKey key) {
        Stream<Target> targets = key.authority() == Authority.TARGET ? policy.targets().stream() : Stream.empty();
        return targets.map(Target::name)
                .filter(target -> state.acceptedBy(target, key.fingerprint()).isEmpty())
                .sorted()
                .toList();
    }
}
