package dev.bastion.policy;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.CertificateEvent.CertificateRevoked;
import dev.bastion.policy.Decision.PersonChanged;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.PersonEvent.PeopleAppeared;
import dev.bastion.policy.PersonEvent.PersonDisabled;
import dev.bastion.policy.PersonEvent.PersonEnabled;
import dev.bastion.policy.PersonEvent.PersonUsed;
import dev.bastion.policy.RequestEvent.RequestLapsed;
import dev.bastion.policy.SignOnEvent.SignOnEnded;
import dev.bastion.policy.text.Durations;
import dev.bastion.policy.text.Plain;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides over people who leave and people who are not here for long: disabled, they can do nothing. */
final class Leaving {

    /** Names in one event; a name has at most 64 characters, and an entry of the ledger some 64 kB. */
    private static final int NAMES_AT_ONCE = 500;

    private final Scene scene;
    private final Instant effect;

    /**
     * Takes effect at that moment, which may lie before it is written.
     *
     * @param effect never after now in what is written
     */
    Leaving(Scene scene, Instant effect) {
        this.scene = scene;
        this.effect = effect.isBefore(scene.now()) ? effect : scene.now();
    }

    /** By an administrator, who cannot shut the last of them out. */
    Decided<Decision> disable(String administrator, String name, String reason) {
        Optional<Refused> refused = refusal(administrator, name).or(() -> lastAdministrator(name));
        return refused.isPresent() ? Decided.nothing(refused.get()) : disableHere(administrator, name, reason);
    }

    /** By whoever rules the server, where access can be given back too. */
    Decided<Decision> disableHere(String by, String name, String reason) {
        Optional<Refused> refused = unknown(name).or(() -> Words.missingOrFault(reason));
        if (refused.isPresent()) {
            return Decided.nothing(refused.get());
        }
        return new Decided<>(
                events(name, Optional.of(by), reason.strip()),
                new PersonChanged(name, true, "'" + name + "' is disabled: nothing of theirs opens anything"));
    }

    Decided<Decision> enable(String administrator, String name, String reason) {
        Optional<Refused> refused = refusal(administrator, name);
        return refused.isPresent() ? Decided.nothing(refused.get()) : enableHere(administrator, name, reason);
    }

    Decided<Decision> enableHere(String by, String name, String reason) {
        Optional<Refused> refused = unknown(name).or(() -> Words.missingOrFault(reason));
        if (refused.isPresent()) {
            return Decided.nothing(refused.get());
        }
        PersonChanged changed =
                new PersonChanged(name, false, "'" + name + "' may ask again; what was ended stays ended");
        return scene.state().disabling(name).isEmpty()
                ? Decided.nothing(changed)
                : new Decided<>(List.of(new PersonEnabled(name, by, reason.strip(), scene.now())), changed);
    }

    /** Everybody of the policy who was not here for so long, of which the installation has lived through all. */
    List<AccessEvent> idle(Duration after) {
        List<AccessEvent> events = new ArrayList<>();
        for (Person person : scene.policy().people()) {
            scene.state()
                    .countsFrom(person.name())
                    .filter(last -> scene.state().disabling(person.name()).isEmpty())
                    .filter(last -> !last.plus(after).isAfter(scene.now()))
                    .filter(last -> scene.state().lived(last, scene.now()).compareTo(after) >= 0)
                    .ifPresent(last -> events.addAll(
                            events(person.name(), Optional.empty(), Durations.text(after) + " without use")));
        }
        return events;
    }

    /** Notes those whom the policy names for the first time: from then on their time without use counts. */
    List<AccessEvent> appeared() {
        List<String> names = scene.policy().people().stream()
                .map(Person::name)
                .filter(name -> scene.state().countsFrom(name).isEmpty())
                .toList();
        List<AccessEvent> events = new ArrayList<>();
        for (int from = 0; from < names.size(); from += NAMES_AT_ONCE) {
            List<String> part = names.subList(from, Math.min(names.size(), from + NAMES_AT_ONCE));
            events.add(new PeopleAppeared(java.util.Set.copyOf(part), scene.now()));
        }
        return events;
    }

    /** One event a person and day of UTC is enough to know when they were here last. */
    List<AccessEvent> used(String person) {
        boolean today = scene.state()
                .lastUse(person)
                .filter(last -> day(last) >= day(scene.now()))
                .isPresent();
        return today || scene.state().disabling(person).isPresent()
                ? List.of()
                : List.of(new PersonUsed(person, scene.now()));
    }

    private static long day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay();
    }

    /** All that the person has goes with them; of one who is disabled already, what has come up since. */
    private List<AccessEvent> events(String name, Optional<String> by, String reason) {
        List<AccessEvent> events = new ArrayList<>();
        if (scene.state().disabling(name).isEmpty()) {
            events.add(new PersonDisabled(name, by, reason, effect, scene.late(effect)));
        }
        scene.state()
                .signOnsOf(name)
                .forEach(signOn -> events.add(new SignOnEnded(
                        name, signOn.key().fingerprint(), SignOnEnd.DISABLED, reason, effect, scene.late(effect))));
        Endings endings = new Endings(scene, effect);
        scene.state().openGrants().stream()
                .filter(grant -> grant.person().equals(name))
                .forEach(grant -> events.addAll(endings.events(grant, GrantEnd.PERSON_DISABLED, by, reason)));
        scene.state().pendingRequests().stream()
                .filter(request -> request.person().equals(name))
                .map(request -> new RequestLapsed(request.id(), effect))
                .filter(lapse -> !events.contains(lapse))
                .forEach(events::add);
        scene.state().certificatesOf(name).stream()
                .filter(certificate ->
                        !certificate.revoked() && certificate.notAfter().isAfter(scene.now()))
                .forEach(certificate ->
                        events.add(new CertificateRevoked(certificate.serial(), by.orElse("bastion"), reason, effect)));
        return events;
    }

    private Optional<Refused> refusal(String administrator, String name) {
        boolean administers = scene.policy()
                .person(administrator)
                .filter(scene.policy()::mayAdminister)
                .isPresent();
        return administers
                ? unknown(name)
                : Optional.of(Refusals.notAllowed("only administrators disable and enable people", ""));
    }

    private Optional<Refused> unknown(String name) {
        boolean known = scene.policy().person(name).isPresent()
                || scene.state().signOnSubject(name).isPresent();
        return known
                ? Optional.empty()
                : Optional.of(new Refused(
                        Decision.Reason.NOT_FOUND,
                        "there is no person '" + Plain.shown(name) + "' in the policy",
                        "one who is not in it opens nothing"));
    }

    private Optional<Refused> lastAdministrator(String name) {
        boolean another = scene.policy().people().stream()
                .filter(scene.policy()::mayAdminister)
                .map(Person::name)
                .anyMatch(other ->
                        !other.equals(name) && scene.state().disabling(other).isEmpty());
        return another
                ? Optional.empty()
                : Optional.of(Refusals.notAllowed(
                        "'" + name + "' is the last who administers and is not disabled",
                        "add another administrator first, or do it on the server: bastion person disable"));
    }
}
