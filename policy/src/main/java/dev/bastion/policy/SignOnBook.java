package dev.bastion.policy;

import dev.bastion.policy.SignOnEvent.SignOnEnded;
import dev.bastion.policy.SignOnEvent.SignOnGroupsChanged;
import dev.bastion.policy.SignOnEvent.SignOnNameFreed;
import dev.bastion.policy.SignOnEvent.SignOnsConfirmed;
import dev.bastion.policy.SignOnEvent.SignedOn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who is signed on, and whose names and keys are whose for good. One thread writes. */
final class SignOnBook {

    /** By the key's fingerprint. */
    private final Table<String, SignOn> signOns;

    private final Table<String, SignOnSubject> names;
    private final Table<String, SignOnSubject> keys;

    SignOnBook() {
        this(Table.base(), Table.base(), Table.base());
    }

    private SignOnBook(
            Table<String, SignOn> signOns, Table<String, SignOnSubject> names, Table<String, SignOnSubject> keys) {
        this.signOns = signOns;
        this.names = names;
        this.keys = keys;
    }

    SignOnBook overlay() {
        return new SignOnBook(signOns.overlay(), names.overlay(), keys.overlay());
    }

    List<SignOn> all() {
        return signOns.rows();
    }

    List<SignOn> of(String person) {
        return all().stream().filter(signOn -> signOn.person().equals(person)).toList();
    }

    Optional<SignOn> byKey(String fingerprint) {
        return signOns.row(fingerprint);
    }

    Optional<SignOnSubject> subject(String person) {
        return names.row(person);
    }

    Optional<SignOnSubject> ownerOfKey(String fingerprint) {
        return keys.row(fingerprint);
    }

    Optional<String> nameOf(SignOnSubject subject) {
        return names.all().entrySet().stream()
                .filter(entry -> entry.getValue().equals(subject))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    void signedOn(SignedOn event) {
        SignOnSubject whom = new SignOnSubject(event.issuer(), event.subject());
        IdentityKey key = switch (KeyLine.read(event.key())) {
            case KeyReading.Read read -> read.key();
            case KeyReading.Faulty faulty ->
                throw new IllegalStateException("'" + event.person() + "' signed on with no key: " + faulty.message());
        };
        if (!key.fingerprint().equals(event.fingerprint())) {
            throw new IllegalStateException("the fingerprint of the key of '" + event.person() + "' is another's");
        }
        if (subject(event.person()).filter(owner -> !owner.equals(whom)).isPresent()
                || nameOf(whom).filter(name -> !name.equals(event.person())).isPresent()) {
            throw new IllegalStateException("the name '" + event.person() + "' was given to two at the provider");
        }
        if (ownerOfKey(event.fingerprint()).filter(owner -> !owner.equals(whom)).isPresent()) {
            throw new IllegalStateException("a key of another became that of '" + event.person() + "'");
        }
        names.put(event.person(), whom);
        keys.put(event.fingerprint(), whom);
        groups(event.person(), event.groups());
        signOns.put(
                event.fingerprint(),
                new SignOn(
                        event.person(),
                        key,
                        event.issuer(),
                        event.subject(),
                        event.groups(),
                        event.at(),
                        event.until(),
                        event.at()));
    }

    void changed(SignOnGroupsChanged event) {
        groups(event.person(), event.groups());
    }

    private void groups(String person, Set<String> groups) {
        of(person).forEach(signOn -> signOns.put(signOn.key().fingerprint(), signOn.withGroups(groups)));
    }

    void confirmed(SignOnsConfirmed event) {
        event.fingerprints()
                .forEach(fingerprint -> byKey(fingerprint)
                        .ifPresent(signOn -> signOns.put(fingerprint, signOn.confirmedAt(event.at()))));
    }

    void ended(SignOnEnded event) {
        signOns.remove(event.fingerprint());
    }

    /** The keys go on to be theirs whom the name was. */
    void freed(SignOnNameFreed event) {
        if (!of(event.person()).isEmpty()) {
            throw new IllegalStateException("'" + event.person() + "' is signed on, and the name was freed");
        }
        names.remove(event.person());
    }
}
