package dev.bastion.signer;

import dev.bastion.certs.ApprovalProof;
import dev.bastion.certs.MalformedSignatureException;
import dev.bastion.certs.SignatureReading;
import dev.bastion.policy.AccessPolicy;
import java.util.Optional;

/** Tells whose signature lies over a request. Stateless. */
public final class ApprovalSignature {

    private ApprovalSignature() {}

    /**
     * Why a proof counts for nobody; nothing where one of the person's keys signed exactly this text, a security key with
     * a touch.
     */
    public static Optional<String> fault(AccessPolicy policy, String person, String proof, byte[] text) {
        try {
            ApprovalProof read = ApprovalProof.parse(proof);
            boolean theirs = policy.personByKey(read.key().blob())
                    .filter(owner -> owner.name().equals(person))
                    .isPresent();
            if (!theirs) {
                return Optional.of("the key " + read.key().fingerprint() + " is not one of " + person + "'s");
            }
            return switch (read.verify(text)) {
                case SignatureReading.Invalid invalid -> Optional.of(invalid.why());
                case SignatureReading.Valid valid ->
                    read.key().inAuthenticator() && !valid.touch()
                            ? Optional.of("the security key was not touched")
                            : Optional.empty();
            };
        } catch (MalformedSignatureException malformed) {
            return Optional.of(malformed.getMessage());
        }
    }

    static boolean isOf(AccessPolicy policy, String person, String proof, byte[] text) {
        return fault(policy, person, proof, text).isEmpty();
    }
}
