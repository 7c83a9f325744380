package dev.bastion.authority;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.HostCredential;
import dev.bastion.certs.MalformedCertificateException;
import dev.bastion.certs.OnwardCredentials;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.AuthorityKey;
import dev.bastion.policy.IssuedCertificate;
import dev.bastion.policy.KeyStanding;
import dev.bastion.policy.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a key has signed that is still good. People's certificates are in the ledger one by one; faces live for a day and
 * logins on targets for a minute, so for these the ledger says it by when the key stopped to sign.
 */
final class Outstanding {
    /** What was begun before every bastion knew that another key signs. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private Outstanding() {}

    /** People's certificates by that key which are good at that moment. */
    static List<IssuedCertificate> certificates(AccessState state, AuthorityKey key, Instant now) {
        return state.certificates().stream()
                .filter(issued -> issued.usable(now))
                .filter(issued -> isBy(key, issued))
                .toList();
    }

    /** When nothing that the key signed is good any more; empty while it may sign. */
    static Optional<Instant> end(AccessState state, AccessPolicy policy, AuthorityKey key, Instant now) {
        return switch (key.standing()) {
            case INTRODUCED -> Optional.of(key.introduced());
            case SIGNER -> Optional.empty();
            case TRUSTED, RETIRING -> Optional.of(lastEnd(state, policy, key, now));
            case RETIRED -> Optional.of(key.since());
        };
    }

    private static Instant lastEnd(AccessState state, AccessPolicy policy, AuthorityKey key, Instant now) {
        boolean signed = key.standing() == KeyStanding.RETIRING;
        return switch (key.authority()) {
            case ACCESS ->
                certificates(state, key, now).stream()
                        .map(IssuedCertificate::notAfter)
                        .max(Comparator.naturalOrder())
                        .orElse(signed ? key.since().plus(MARGIN) : key.since());
            case TARGET ->
                lastLogin(state, policy, key).plus(OnwardCredentials.LIFETIME).plus(MARGIN);
            case HOST ->
                signed ? stopped(state, key).plus(HostCredential.LIFETIME).plus(MARGIN) : key.since();
        };
    }

    /** A bastion that does not have the new key yet goes on with this one. */
    private static Instant stopped(AccessState state, AuthorityKey key) {
        return state.authorityKeys().stream()
                .filter(other -> other.authority() == key.authority() && other.standing() == KeyStanding.SIGNER)
                .flatMap(signer -> signer.held().values().stream())
                .filter(held -> held.isAfter(key.since()))
                .max(Comparator.naturalOrder())
                .orElse(key.since());
    }

    /** A target is shown it until it is known to accept the one that signs. */
    private static Instant lastLogin(AccessState state, AccessPolicy policy, AuthorityKey key) {
        return state.authorityKeys().stream()
                .filter(other -> other.authority() == key.authority() && other.standing() == KeyStanding.SIGNER)
                .flatMap(signer -> policy.targets().stream()
                        .map(Target::name)
                        .flatMap(target -> state.acceptedBy(target, signer.fingerprint()).stream()))
                .filter(accepted -> accepted.isAfter(key.since()))
                .max(Comparator.naturalOrder())
                .orElse(stopped(state, key));
    }

    private static boolean isBy(AuthorityKey key, IssuedCertificate issued) {
        return issued.base64()
                .map(base64 -> {
                    try {
                        return Certificate.parse(Base64.getDecoder().decode(base64))
                                .authority()
                                .fingerprint()
                                .equals(key.fingerprint());
                    } catch (MalformedCertificateException e) {
                        throw new IllegalStateException(
                                "the ledger holds a certificate that is none, " + issued.serial(), e);
                    }
                })
                .orElse(false);
    }
}
