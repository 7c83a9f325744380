package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

/**
 * A {@code sk-ssh-ed25519@openssh.com} key, whose private half lives in a FIDO2 authenticator
 * (OpenSSH: PROTOCOL.u2f). Immutable.
 *
 * @param key the authenticator's key
 * @param application what the authenticator binds the key to, mostly {@code ssh:}
 */
public record SkEd25519Key(Ed25519Key key, String application) implements SshPublicKey {
    static final String TYPE = "sk-ssh-ed25519@openssh.com";

    public SkEd25519Key {
        requireNonNull(key, "key is null");
        requireNonNull(application, "application is null");
    }

    @Override
    public String type() {
        return TYPE;
    }
}
