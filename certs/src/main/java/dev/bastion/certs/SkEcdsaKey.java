package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

/**
 * A {@code sk-ecdsa-sha2-nistp256@openssh.com} key, whose private half lives in a FIDO2 authenticator
 * (OpenSSH: PROTOCOL.u2f). Immutable.
 *
 * @param key the authenticator's key
 * @param application what the authenticator binds the key to, mostly {@code ssh:}
 */
public record SkEcdsaKey(EcdsaKey key, String application) implements SshPublicKey {
    static final String TYPE = "sk-ecdsa-sha2-nistp256@openssh.com";

    public SkEcdsaKey {
        requireNonNull(key, "key is null");
        requireNonNull(application, "application is null");
        if (key.curve() != EcdsaCurve.NISTP256) {
            throw new IllegalArgumentException(
                    "a security key is on " + key.curve().word() + ", not on nistp256");
        }
    }

    @Override
    public String type() {
        return TYPE;
    }
}
