package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The claims of a grant token (RFC 7519): who may do what, when, and who said so.
 *
 * @param jti unique among all tokens of one bastion; an extension or a start makes a new one
 * @param policyDigest SHA-256, in hex, of the policy text in force when it was given
 * @param expires when what it allows is over at the latest; the token itself says whole seconds, rounded up
 * @param breakGlass whether it was taken in an emergency, without approval
 */
public record GrantToken(
        String jti,
        String person,
        long grant,
        long request,
        List<String> targets,
        String login,
        Set<Permit> permits,
        Set<String> approvers,
        String policyDigest,
        Instant issuedAt,
        Instant notBefore,
        Instant expires,
        boolean breakGlass) {

    public GrantToken {
        Checks.filled(jti, "jti");
        Checks.filled(person, "person");
        Checks.id(grant, "grant");
        Checks.id(request, "request");
        requireNonNull(targets, "targets is null");
        targets = List.copyOf(targets);
        Checks.check(!targets.isEmpty(), "targets is empty");
        Checks.filled(login, "login");
        permits = Permit.inOrder(permits);
        approvers = Checks.names(approvers, "approvers");
        Checks.check(!approvers.contains(person), "person is among the approvers");
        Checks.filled(policyDigest, "policyDigest");
        requireNonNull(issuedAt, "issuedAt is null");
        requireNonNull(notBefore, "notBefore is null");
        requireNonNull(expires, "expires is null");
        Checks.check(expires.isAfter(notBefore), "expires is not after notBefore");
    }

    /** Whether it says anything at that instant. */
    boolean inTime(Instant now) {
        return !now.isBefore(notBefore) && now.isBefore(expires);
    }
}
