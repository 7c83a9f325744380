package dev.bastion.policy;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.CertificateEvent.CertificateRevoked;
import dev.bastion.policy.Decision.CertificateOver;
import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.Decision.RevocationTaken;
import dev.bastion.policy.RevocationEvent.RevocationMade;
import dev.bastion.policy.text.Plain;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides over certificates, keys and authorities that are taken back, for good. The clock cannot stand in its way. */
final class Revoking {

    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");
    private static final int LONGEST_KEY_ID = 1024;

    private final Scene scene;
    private final Instant effect;

    /**
     * Takes effect at that moment, which may lie before it is written.
     *
     * @param effect never after now in what is written
     */
    Revoking(Scene scene, Instant effect) {
        this.scene = scene;
        this.effect = effect.isBefore(scene.now()) ? effect : scene.now();
    }

    /** By an administrator. */
    Decided<Decision> revoke(String administrator, RevocationKind kind, String what, String reason) {
        return mayNot(administrator)
                .map(Decided::<Decision>nothing)
                .orElseGet(() -> revokeHere(administrator, kind, what, reason));
    }

    /** By whoever rules the server. */
    Decided<Decision> revokeHere(String by, RevocationKind kind, String what, String reason) {
        Optional<Refused> refused = unfit(kind, what).or(() -> Words.missingOrFault(reason));
        if (refused.isPresent()) {
            return Decided.nothing(refused.get());
        }
        Revocation revocation = new Revocation(kind, what, by, reason.strip(), effect);
        int certificates = (int) scene.state().certificates().stream()
                .filter(certificate -> certificate.usable(scene.now()) && revocation.covers(certificate))
                .count();
        RevocationTaken taken = new RevocationTaken(revocation, certificates, sentence(kind, what));
        return isSaid(kind, what)
                ? Decided.nothing(taken)
                : new Decided<>(List.of(new RevocationMade(revocation, scene.late(effect))), taken);
    }

    /** One certificate, of a person or a host, by whoever rules the server. */
    Decided<Decision> revokeSerialHere(String by, long serial, String reason) {
        Optional<IssuedCertificate> persons = scene.state().certificate(serial);
        Optional<HostCertificate> hosts = scene.state().hostCertificate(serial);
        if (persons.isEmpty() && hosts.isEmpty()) {
            return Decided.nothing(noSuch(serial));
        }
        Optional<Refused> unfit = Words.missingOrFault(reason);
        if (unfit.isPresent()) {
            return Decided.nothing(unfit.get());
        }
        boolean already = persons.map(IssuedCertificate::revoked).orElse(false)
                || hosts.map(HostCertificate::revoked).orElse(false);
        CertificateOver over = new CertificateOver(serial, over(serial));
        return already
                ? Decided.nothing(over)
                : new Decided<>(List.of(new CertificateRevoked(serial, by, reason.strip(), effect)), over);
    }

    /** The same by an administrator; and by the person whose certificate it is. */
    Decided<Decision> revokeSerial(String by, long serial, String reason) {
        boolean theirs = isPerson(by)
                && scene.state()
                        .certificate(serial)
                        .filter(known -> known.person().equals(by))
                        .isPresent();
        return theirs || mayNot(by).isEmpty() ? revokeSerialHere(by, serial, reason) : Decided.nothing(noSuch(serial));
    }

    private boolean isSaid(RevocationKind kind, String what) {
        Optional<Revocation> before = scene.state().revocation(kind, what);
        return kind == RevocationKind.PERSON
                ? before.filter(said -> !said.at().isBefore(effect)).isPresent()
                : before.isPresent();
    }

    private Optional<Refused> unfit(RevocationKind kind, String what) {
        return switch (kind) {
            case KEY, AUTHORITY ->
                FINGERPRINT.matcher(what).matches()
                        ? Optional.empty()
                        : Optional.of(unfit(
                                "'" + Plain.shown(what) + "' is no fingerprint",
                                "ssh-keygen -l -f FILE prints one: SHA256:…"));
            case KEY_ID ->
                Plain.fault(what, LONGEST_KEY_ID)
                        .or(() -> what.isBlank() ? Optional.of("is missing") : Optional.empty())
                        .map(fault -> unfit("the key ID " + fault, "ssh-keygen -L -f FILE prints it"));
            case PERSON ->
                isKnown(what)
                        ? Optional.empty()
                        : Optional.of(new Refused(
                                Reason.NOT_FOUND,
                                "there is no person '" + Plain.shown(what) + "', and no certificate of such a one",
                                ""));
        };
    }

    /** Somebody who is not in the policy any more may still have certificates. */
    private boolean isKnown(String person) {
        return isPerson(person) || !scene.state().certificatesOf(person).isEmpty();
    }

    private boolean isPerson(String name) {
        return scene.policy().person(name).isPresent();
    }

    private Optional<Refused> mayNot(String administrator) {
        boolean administers = scene.policy()
                .person(administrator)
                .filter(scene.policy()::mayAdminister)
                .isPresent();
        return administers ? Optional.empty() : Optional.of(Refusals.notAllowed("only administrators revoke", ""));
    }

    private static Refused unfit(String sentence, String hint) {
        return new Refused(Reason.UNFIT, sentence, hint);
    }

    private static Refused noSuch(long serial) {
        return new Refused(
                Reason.NOT_FOUND, "there is no certificate " + Long.toUnsignedString(serial) + " that you may see", "");
    }

    private static String over(long serial) {
        return "certificate " + Long.toUnsignedString(serial) + " opens nothing any more";
    }

    private static String sentence(RevocationKind kind, String what) {
        return switch (kind) {
            case KEY -> "key " + what + " opens nothing any more, by itself or in a certificate";
            case KEY_ID -> "certificates with the key ID '" + what + "' open nothing any more";
            case PERSON -> "the certificates that '" + what + "' has open nothing any more";
            case AUTHORITY -> "nothing that the authority " + what + " signed opens anything any more";
        };
    }
}
