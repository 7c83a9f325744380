package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.Authority;
import dev.bastion.policy.KeyStanding;

/**
 * A key that a signer has, as its own ledger says. Immutable.
 *
 * @param place where the private half is there, as in {@link dev.bastion.policy.AuthorityEvent.AuthorityKeyIntroduced}
 */
public record SignersKey(Authority authority, SshPublicKey key, String place, KeyStanding standing) {
    public SignersKey {
        requireNonNull(authority, "authority is null");
        requireNonNull(key, "key is null");
        requireNonNull(place, "place is null");
        requireNonNull(standing, "standing is null");
    }
}
