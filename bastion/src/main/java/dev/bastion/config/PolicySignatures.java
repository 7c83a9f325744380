package dev.bastion.config;

import dev.bastion.certs.DetachedSignature;
import dev.bastion.certs.MalformedSignatureException;
import dev.bastion.certs.SignatureReading;
import dev.bastion.policy.text.Checks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who signed a policy, held against who must. A signer counts once, with whichever of their keys; a security key must have
 * been touched. Immutable.
 *
 * @param needed how many signers the site demands; 0 when none
 * @param by whose signatures are there
 * @param missing the signers whose are not
 * @param faults the files that are no such signature, and why
 */
public record PolicySignatures(int needed, Set<String> by, Set<String> missing, List<Fault> faults) {
    /** For what a policy's signatures are made, so that one for a mail or a commit is none: {@code ssh-keygen -Y sign -n}. */
    public static final String NAMESPACE = "bastion-policy";

    public PolicySignatures {
        by = Checks.names(by, "by");
        missing = Checks.names(missing, "missing");
        faults = List.copyOf(faults);
    }

    /** A file that counts for nobody. */
    public record Fault(String file, String why) {}

    /** One signature: whose it is, or why it counts for nobody. */
    private record Seen(Optional<String> signer, String why) {}

    static PolicySignatures of(byte[] text, Collection<PolicyOnDisk.Beside> files, PolicyControl control) {
        Set<String> by = new TreeSet<>();
        List<Fault> faults = new ArrayList<>();
        for (PolicyOnDisk.Beside file : files) {
            Seen seen = file.text()
                    .map(armoured -> seen(text, armoured, control))
                    .orElse(new Seen(Optional.empty(), "the file cannot be read"));
            seen.signer().ifPresentOrElse(by::add, () -> faults.add(new Fault(file.name(), seen.why())));
        }
        Set<String> missing = new TreeSet<>(control.signers().keySet());
        missing.removeAll(by);
        return new PolicySignatures(control.signatures(), by, missing, faults);
    }

    private static Seen seen(byte[] text, String armoured, PolicyControl control) {
        try {
            DetachedSignature signature = DetachedSignature.parse(armoured);
            Optional<String> signer = control.signer(signature.key());
            if (signer.isEmpty()) {
                return new Seen(signer, "the key " + signature.key().fingerprint() + " is of no signer");
            }
            return switch (signature.verify(text, NAMESPACE)) {
                case SignatureReading.Invalid invalid -> new Seen(Optional.empty(), invalid.why());
                case SignatureReading.Valid valid ->
                    signature.key().inAuthenticator() && !valid.touch()
                            ? new Seen(Optional.empty(), "the security key was not touched")
                            : new Seen(signer, "");
            };
        } catch (MalformedSignatureException malformed) {
            return new Seen(Optional.empty(), malformed.getMessage());
        }
    }

    public boolean enough() {
        return by.size() >= needed;
    }

    /** As the ledger has it: nothing where no signature is demanded. */
    public Optional<Set<String>> demanded() {
        return needed == 0 ? Optional.empty() : Optional.of(by);
    }

    /** {@code 1 of 2 signatures, by bob}. */
    public String sentence() {
        return "%d of %d signatures%s"
                .formatted(by.size(), needed, by.isEmpty() ? "" : ", by " + String.join(", ", by));
    }
}
