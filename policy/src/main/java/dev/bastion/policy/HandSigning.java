package dev.bastion.policy;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.CertificateEvent.CertificateSigned;
import dev.bastion.policy.CertificateEvent.CertificateSigning;
import dev.bastion.policy.CertificateEvent.HostCertificateSigning;
import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.Decision.SigningNoted;
import dev.bastion.policy.text.Plain;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides over certificates that whoever rules the server signs by hand: the intent, before the signature, and the
 * outcome. The limit is counted in the ledger, so that it holds over all commands and bastions.
 */
final class HandSigning {

    private static final int MOST = 10;
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final Scene scene;

    HandSigning(Scene scene) {
        this.scene = scene;
    }

    Decided<Decision> host(HostCertificateSigning intent) {
        Optional<Refused> refused = unknownHost(intent)
                .or(() -> revoked(RevocationKind.KEY, intent.keyFingerprint(), "the host's key"))
                .or(() -> revoked(RevocationKind.AUTHORITY, intent.authority(), "the host authority"))
                .or(this::tooMany);
        return refused.<Decided<Decision>>map(Decided::nothing)
                .orElseGet(() -> new Decided<>(List.of(intent), noted(intent.serial())));
    }

    Decided<Decision> person(CertificateSigning intent) {
        Optional<Refused> refused = shutOut(intent.person())
                .or(() -> notTheirs(intent))
                .or(() -> revoked(RevocationKind.KEY, intent.keyFingerprint(), "the key"))
                .or(() -> intent.authority()
                        .flatMap(key -> revoked(RevocationKind.AUTHORITY, key, "the access authority")))
                .or(() -> withoutGrant(intent))
                .or(this::tooMany);
        return refused.<Decided<Decision>>map(Decided::nothing)
                .orElseGet(() -> new Decided<>(List.of(intent), noted(intent.serial())));
    }

    /** The certificate goes out only if nobody took it back while it was signed. */
    Decided<Decision> signed(long serial, String base64) {
        boolean good = scene.state()
                        .hostCertificate(serial)
                        .filter(known -> !known.revoked())
                        .isPresent()
                || scene.state()
                        .certificate(serial)
                        .filter(known ->
                                !known.revoked() && shutOut(known.person()).isEmpty())
                        .isPresent();
        return good
                ? new Decided<>(List.of(new CertificateSigned(serial, base64, scene.now())), noted(serial))
                : Decided.nothing(new Refused(
                        Reason.NOT_ALLOWED, "certificate " + serial + " was revoked while it was signed", ""));
    }

    private Optional<Refused> unknownHost(HostCertificateSigning intent) {
        Optional<Target> target = scene.policy().targets().stream()
                .filter(known -> known.name().equals(intent.target()))
                .findFirst();
        if (target.isEmpty()) {
            return Optional.of(new Refused(
                    Reason.NOT_FOUND,
                    "there is no target '" + Plain.shown(intent.target()) + "' in the policy",
                    "put it there first: bastion target prints the lines"));
        }
        return intent.names().stream()
                .filter(name -> target.get().names().noneMatch(name::equals))
                .findFirst()
                .map(name -> new Refused(
                        Reason.NOT_ALLOWED,
                        "'" + Plain.shown(name) + "' is no name of '" + intent.target() + "'",
                        "its names are "
                                + String.join(", ", target.get().names().toList())));
    }

    private Optional<Refused> shutOut(String person) {
        return scene.policy().person(person).isEmpty()
                ? Optional.of(Refusals.unknownPerson(person))
                : scene.state().disabling(person).map(disabling -> Refusals.disabled(disabling, scene.now()));
    }

    private Optional<Refused> notTheirs(CertificateSigning intent) {
        boolean theirs = scene.policy().person(intent.person()).stream()
                .flatMap(person -> person.keys().stream())
                .anyMatch(key -> key.fingerprint().equals(intent.keyFingerprint()));
        return theirs
                ? Optional.empty()
                : Optional.of(new Refused(
                        Reason.NOT_ALLOWED,
                        "key " + intent.keyFingerprint() + " is none of '" + intent.person() + "' in the policy",
                        "one key belongs to one person: put it into access.yaml first"));
    }

    private Optional<Refused> withoutGrant(CertificateSigning intent) {
        boolean live = scene.state().liveGrants(intent.person(), scene.now()).stream()
                .anyMatch(grant -> intent.grants().contains(grant.id()));
        return live
                ? Optional.empty()
                : Optional.of(new Refused(
                        Reason.NOT_ALLOWED,
                        "'" + intent.person() + "' has no live grant",
                        "let them ask for one: ssh bastion request"));
    }

    private Optional<Refused> revoked(RevocationKind kind, String fingerprint, String what) {
        return scene.state()
                .revocation(kind, fingerprint)
                .map(revocation -> new Refused(
                        Reason.NOT_ALLOWED,
                        what + " " + fingerprint + " was revoked by " + Plain.shown(revocation.by()),
                        "use another"));
    }

    private Optional<Refused> tooMany() {
        Instant from = scene.now().minus(WITHIN);
        long lately = Stream.concat(
                        scene.state().hostCertificates().stream().map(HostCertificate::intendedAt),
                        scene.state().certificates().stream()
                                .filter(known -> known.by().isPresent())
                                .map(IssuedCertificate::intendedAt))
                .filter(from::isBefore)
                .count();
        return lately < MOST
                ? Optional.empty()
                : Optional.of(new Refused(
                        Reason.TOO_MANY,
                        lately + " certificates were signed by hand within a minute, which is as many as may be",
                        "wait a minute"));
    }

    private static SigningNoted noted(long serial) {
        return new SigningNoted(serial, "certificate " + serial + " is in the ledger");
    }
}
