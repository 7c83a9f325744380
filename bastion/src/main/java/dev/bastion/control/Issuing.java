package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.AccessIssuer;
import dev.bastion.certs.Certificate;
import dev.bastion.certs.Issuance;
import dev.bastion.certs.IssuanceRefusedException;
import dev.bastion.certs.SignerUnavailableException;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.CertificateEvent.CertificateSigned;
import dev.bastion.policy.CertificateEvent.CertificateSigning;
import dev.bastion.policy.Grant;
import dev.bastion.policy.RevocationKind;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Intent, act, outcome: what is about to be signed is in the ledger before it is signed, the certificate is there before
 * anybody sees it, and person, key and grant are looked at again at each step.
 */
final class Issuing {
    private static final Logger LOG = LoggerFactory.getLogger(Issuing.class);

    private final Call call;
    private final SshPublicKey key;
    private final Predicate<Grant> covered;

    /**
     * For one run of one command.
     *
     * @param covered which of the live grants the certificate is fetched for
     */
    Issuing(Call call, SshPublicKey key, Predicate<Grant> covered) {
        this.call = requireNonNull(call, "call is null");
        this.key = requireNonNull(key, "key is null");
        this.covered = requireNonNull(covered, "covered is null");
    }

    /** The certificate; nothing when person, key or every grant went away meanwhile. */
    Optional<Certificate> certificate() throws IssuanceRefusedException {
        AccessIssuer issuer = call.context().issuer();
        Issuance issuance = issuer.prepare(tokens(call.state()), call.name(), key);
        if (!call.decide(state -> still(state, issuance) ? yes(signing(issuance)) : Decided.nothing(false))) {
            return Optional.empty();
        }
        Certificate certificate = sign(issuer, issuance);
        boolean kept = call.decide(state -> still(state, issuance) ? yes(signed(certificate)) : Decided.nothing(false));
        return kept && Standing.lost(call).isEmpty() ? Optional.of(certificate) : Optional.empty();
    }

    /** The person is told that it cannot be, the log why. */
    private static Certificate sign(AccessIssuer issuer, Issuance issuance) throws IssuanceRefusedException {
        try {
            return issuer.sign(issuance);
        } catch (IssuanceRefusedException e) {
            if (e.getCause() instanceof SignerUnavailableException unavailable) {
                LOG.error("no access certificate: {}; hint: {}", unavailable.getMessage(), unavailable.hint());
            }
            throw e;
        }
    }

    private List<String> tokens(AccessState state) {
        return state.liveGrants(call.name(), call.now()).stream()
                .filter(covered)
                .map(Grant::token)
                .toList();
    }

    private boolean still(AccessState state, Issuance issuance) {
        boolean live = state.liveGrants(call.name(), call.now()).stream()
                .anyMatch(grant -> issuance.grants().contains(grant.id()));
        boolean mayStillBe = state.revocation(RevocationKind.KEY, key.fingerprint())
                        .isEmpty()
                && state.revocation(RevocationKind.AUTHORITY, authority()).isEmpty();
        return live && mayStillBe && Standing.lost(call).isEmpty();
    }

    private CertificateSigning signing(Issuance issuance) {
        return new CertificateSigning(
                issuance.serial(),
                call.name(),
                key.fingerprint(),
                issuance.keyId(),
                issuance.notBefore(),
                issuance.notAfter(),
                issuance.grants(),
                Optional.of(authority()),
                Optional.empty(),
                call.now());
    }

    private String authority() {
        return call.context().issuer().authority().fingerprint();
    }

    private CertificateSigned signed(Certificate certificate) {
        return new CertificateSigned(
                certificate.serial(), Base64.getEncoder().encodeToString(certificate.blob()), call.now());
    }

    private static Decided<Boolean> yes(AccessEvent event) {
        return new Decided<>(List.of(event), true);
    }
}
