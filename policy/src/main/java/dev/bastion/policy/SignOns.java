package dev.bastion.policy;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.CertificateEvent.CertificateRevoked;
import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.Decision.SignOnChanged;
import dev.bastion.policy.RequestEvent.RequestLapsed;
import dev.bastion.policy.SignOnEvent.SignOnEnded;
import dev.bastion.policy.SignOnEvent.SignOnGroupsChanged;
import dev.bastion.policy.SignOnEvent.SignOnNameFreed;
import dev.bastion.policy.SignOnEvent.SignOnsConfirmed;
import dev.bastion.policy.SignOnEvent.SignedOn;
import dev.bastion.policy.text.Plain;
import dev.bastion.policy.text.Times;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides over people whom a provider vouches for. Nobody is taken over: a name is one subject's, or one of access.yaml's; a
 * key is one subject's, and no other's, no host's and none of the bastion's own (THREATS T4).
 */
final class SignOns {

    /** Fingerprints in one event: an entry of the ledger has at most some 64 kB. */
    private static final int AT_ONCE = 500;

    private final Scene scene;
    private final Instant effect;

    /**
     * Takes effect at that moment, which may lie before it is written.
     *
     * @param effect never after now in what is written
     */
    SignOns(Scene scene, Instant effect) {
        this.scene = scene;
        this.effect = effect.isBefore(scene.now()) ? effect : scene.now();
    }

    Decided<Decision> signOn(SignOnClaim claim) {
        Optional<Refused> refused = unfit(claim)
                .or(() -> nameTaken(claim))
                .or(() -> keyTaken(claim))
                .or(this::clockBehind);
        return refused.isPresent() ? Decided.nothing(refused.get()) : signedOn(claim);
    }

    private Decided<Decision> signedOn(SignOnClaim claim) {
        Set<String> groups = scene.policy().groupsAmong(claim.groups());
        Instant until = scene.now().plus(claim.length()).truncatedTo(ChronoUnit.MILLIS);
        IdentityKey key = claim.key();
        SignedOn event = new SignedOn(
                claim.person(),
                key.type() + " " + key.base64(),
                key.fingerprint(),
                claim.whom().issuer(),
                claim.whom().subject(),
                groups,
                until,
                scene.now());
        SignOn signOn = new SignOn(
                claim.person(),
                key,
                claim.whom().issuer(),
                claim.whom().subject(),
                groups,
                scene.now(),
                until,
                scene.now());
        return new Decided<>(List.of(event), new SignOnChanged(signOn, sentence(signOn)));
    }

    private String sentence(SignOn signOn) {
        String who = "you are " + signOn.person() + " by this key until " + Times.left(signOn.until(), scene.now());
        return signOn.groups().isEmpty()
                ? who + ", and of no group of access.yaml: there is nothing that you may ask for"
                : who + ", of " + String.join(", ", signOn.groups());
    }

    private static Optional<Refused> unfit(SignOnClaim claim) {
        return Naming.isName(claim.person())
                ? Optional.empty()
                : Optional.of(refused(
                        "the provider calls you '" + Plain.shown(claim.person()) + "', which is no name here",
                        "names have 1 to 64 of a-z 0-9 . _ -; an administrator can choose another claim"));
    }

    private Optional<Refused> nameTaken(SignOnClaim claim) {
        String name = claim.person();
        if (scene.policy().names(name)) {
            return Optional.of(refused(
                    "'" + name + "' is written in access.yaml, and the provider vouches for nobody who is",
                    "connect with the key that stands there, or ask an administrator to take it out"));
        }
        if (scene.state().disabling(name).isPresent()) {
            return scene.state().disabling(name).map(disabling -> Refusals.disabled(disabling, scene.now()));
        }
        if (scene.state()
                .signOnSubject(name)
                .filter(owner -> !owner.equals(claim.whom()))
                .isPresent()) {
            return Optional.of(refused(
                    "the name '" + name + "' is that of another account of the provider",
                    "ask an administrator: ssh bastion person free " + name + " --reason TEXT"));
        }
        return scene.state()
                .signOnName(claim.whom())
                .filter(known -> !known.equals(name))
                .map(known -> refused(
                        "the provider calls you '" + name + "' now, and here you are '" + known + "'",
                        "ask an administrator: ssh bastion person free " + known + " --reason TEXT"));
    }

    private Optional<Refused> keyTaken(SignOnClaim claim) {
        IdentityKey key = claim.key();
        boolean anothers = scene.policy()
                        .personByKey(key.blob())
                        .filter(owner -> !owner.name().equals(claim.person()))
                        .isPresent()
                || scene.state()
                        .signOnOwner(key.fingerprint())
                        .filter(owner -> !owner.equals(claim.whom()))
                        .isPresent();
        if (anothers || scene.policy().isNobodys(key)) {
            return Optional.of(refused(
                    "the key " + key.fingerprint() + (anothers ? " is another person's" : " is no person's"),
                    "one key belongs to one person: make another with ssh-keygen and connect with it"));
        }
        return Optional.empty();
    }

    private Optional<Refused> clockBehind() {
        return scene.clockBehind() ? Optional.of(Refusals.clockBehind()) : Optional.empty();
    }

    private static Refused refused(String sentence, String hint) {
        return new Refused(Reason.SIGN_ON_REFUSED, sentence, hint);
    }

    /** What the provider says now of somebody who is signed on; those that the policy does not know give nothing. */
    List<AccessEvent> groups(String person, Set<String> named) {
        Set<String> now = scene.policy().groupsAmong(named);
        boolean other = scene.state().signOnsOf(person).stream()
                .anyMatch(signOn -> !signOn.groups().equals(now));
        return other ? List.of(new SignOnGroupsChanged(person, now, scene.now())) : List.of();
    }

    List<AccessEvent> confirmed(Set<String> fingerprints) {
        Set<String> known = new TreeSet<>(fingerprints);
        known.removeIf(fingerprint -> scene.state().signOn(fingerprint).isEmpty());
        List<String> all = List.copyOf(known);
        List<AccessEvent> events = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            Set<String> part = Set.copyOf(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
            events.add(new SignOnsConfirmed(part, scene.now()));
        }
        return events;
    }

    /** With the last of a person goes all that they have; of one that is over already, what has come up since. */
    List<AccessEvent> ended(SignOn signOn, SignOnEnd how, String reason) {
        List<AccessEvent> events = new ArrayList<>();
        String fingerprint = signOn.key().fingerprint();
        if (scene.state().signOn(fingerprint).filter(signOn::isSameAs).isPresent()) {
            events.add(new SignOnEnded(signOn.person(), fingerprint, how, reason, effect, scene.late(effect)));
        }
        boolean stays = scene.policy().names(signOn.person()) || hasAnother(signOn);
        if (!stays) {
            events.addAll(everythingOf(signOn.person(), reason));
        }
        scene.state().certificatesOf(signOn.person()).stream()
                .filter(issued -> issued.keyFingerprint().equals(fingerprint))
                .filter(issued -> !issued.revoked() && issued.notAfter().isAfter(scene.now()))
                .forEach(issued -> events.add(new CertificateRevoked(issued.serial(), "bastion", reason, effect)));
        return events;
    }

    private boolean hasAnother(SignOn signOn) {
        return scene.state().signOnsOf(signOn.person()).stream()
                .anyMatch(other -> !other.isSameAs(signOn) && other.inTime(scene.now()));
    }

    private List<AccessEvent> everythingOf(String person, String reason) {
        List<AccessEvent> events = new ArrayList<>();
        Endings endings = new Endings(scene, effect);
        scene.state().openGrants().stream()
                .filter(grant -> grant.person().equals(person))
                .forEach(grant -> events.addAll(endings.events(grant, GrantEnd.RIGHT_LOST, Optional.empty(), reason)));
        scene.state().pendingRequests().stream()
                .filter(request -> request.person().equals(person))
                .map(request -> new RequestLapsed(request.id(), effect))
                .filter(lapse -> !events.contains(lapse))
                .forEach(events::add);
        return events;
    }

    /** For whoever gets a name that somebody else had at the provider: nothing of theirs goes with it. */
    Decided<Decision> free(String administrator, String person, String reason) {
        boolean administers = scene.policy()
                .person(administrator)
                .filter(scene.policy()::mayAdminister)
                .isPresent();
        if (!administers || administrator.equals(person)) {
            return Decided.nothing(Refusals.notAllowed("only an administrator frees a name, and never their own", ""));
        }
        Optional<Refused> unfit = Words.missingOrFault(reason);
        if (unfit.isPresent()) {
            return Decided.nothing(unfit.get());
        }
        if (scene.state().signOnSubject(person).isEmpty()) {
            return Decided.nothing(new Refused(
                    Reason.NOT_FOUND, "nobody has signed on by the name '" + Plain.shown(person) + "'", ""));
        }
        if (!scene.state().signOnsOf(person).isEmpty()) {
            return Decided.nothing(Refusals.notAllowed(
                    "'" + person + "' is signed on", "disable them first: ssh bastion person disable " + person));
        }
        List<AccessEvent> events =
                new ArrayList<>(List.of(new SignOnNameFreed(person, administrator, reason.strip(), scene.now())));
        scene.state()
                .factor(person)
                .ifPresent(factor ->
                        events.add(new FactorEvent.FactorRemoved(person, administrator, reason.strip(), scene.now())));
        return new Decided<>(
                events,
                new Decision.PersonChanged(
                        person,
                        scene.state().disabling(person).isPresent(),
                        "another account of the provider may sign on as '" + person + "'"));
    }
}
