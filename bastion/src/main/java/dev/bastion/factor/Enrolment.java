package dev.bastion.factor;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/**
 * A new second factor, as its person sees it once and as the ledger keeps it.
 *
 * @param uri what an authenticator app scans ({@code otpauth://totp/…}); holds the secret
 * @param secret the same secret in base 32, for typing
 * @param recovery the recovery codes
 * @param sealed the secret as it is kept
 * @param recoveryDigests the recovery codes as they are kept
 */
public record Enrolment(String uri, String secret, List<String> recovery, String sealed, Set<String> recoveryDigests) {
    public Enrolment {
        requireNonNull(uri, "uri is null");
        requireNonNull(secret, "secret is null");
        recovery = List.copyOf(recovery);
        requireNonNull(sealed, "sealed is null");
        recoveryDigests = Set.copyOf(recoveryDigests);
    }

    @Override
    public String toString() {
        return "Enrolment[a secret]";
    }
}
