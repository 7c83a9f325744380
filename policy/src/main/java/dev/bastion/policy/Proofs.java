package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

/**
 * What a connection has proved besides a key.
 *
 * @param source the IP address that it comes from; empty where none is known, and then no factor was proved from there
 * @param touch whether a FIDO2 key was touched for it
 * @param pin whether a FIDO2 key asked for its PIN, which makes the key two factors
 */
public record Proofs(String source, boolean touch, boolean pin) {

    /** Nothing besides a key. */
    public static final Proofs NONE = new Proofs("", false, false);

    public Proofs {
        requireNonNull(source, "source is null");
    }
}
