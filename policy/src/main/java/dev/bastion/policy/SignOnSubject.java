package dev.bastion.policy;

import dev.bastion.policy.text.Checks;

/**
 * Whom a provider means: its own name for somebody, which it never gives to another (OpenID Connect Core section 5.7).
 *
 * @param issuer the provider
 */
public record SignOnSubject(String issuer, String subject) {
    public SignOnSubject {
        Checks.filled(issuer, "issuer");
        Checks.filled(subject, "subject");
    }
}
