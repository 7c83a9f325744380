package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.Set;

/**
 * A key that an OpenID Connect provider made a person's for some hours. One person may have several, one a machine; all of
 * them then have one subject and the same groups.
 *
 * @param issuer the provider, as its tokens name it
 * @param subject the provider's own name for the person, which it never gives to another
 * @param groups groups of the policy, as the provider said last
 * @param until when the key is nobody's again, whatever the provider says
 * @param confirmed when the provider said last that all this still holds
 */
public record SignOn(
        String person,
        IdentityKey key,
        String issuer,
        String subject,
        Set<String> groups,
        Instant at,
        Instant until,
        Instant confirmed) {

    public SignOn {
        Checks.filled(person, "person");
        requireNonNull(key, "key is null");
        Checks.filled(issuer, "issuer");
        Checks.filled(subject, "subject");
        groups = Checks.names(groups, "groups");
        requireNonNull(at, "at is null");
        requireNonNull(until, "until is null");
        Checks.check(until.isAfter(at), "it ends before it begins");
        requireNonNull(confirmed, "confirmed is null");
    }

    /** Whether its time is not over. */
    public boolean inTime(Instant now) {
        return now.isBefore(until);
    }

    /** The same, with what the provider says now. */
    public SignOn withGroups(Set<String> now) {
        return new SignOn(person, key, issuer, subject, now, at, until, confirmed);
    }

    /** Whether it is the same one, whatever the provider said of it since. */
    public boolean isSameAs(SignOn other) {
        return key.base64().equals(other.key.base64()) && at.equals(other.at);
    }

    SignOn confirmedAt(Instant when) {
        return new SignOn(person, key, issuer, subject, groups, at, until, when);
    }
}
