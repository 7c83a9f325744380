package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An {@code ssh-ed25519} key (RFC 8709).
 *
 * <p>The 32 bytes come from strangers, so they must decode to a point in the one canonical way and not to one of the
 * few points of small order, for which signatures are made without a private key. Immutable.
 */
public final class Ed25519Key implements SshPublicKey {
    static final String TYPE = "ssh-ed25519";

    private final byte[] point;

    /**
     * A key from its encoding of RFC 8032, section 5.1.2.
     *
     * @throws IllegalArgumentException if that is no sound point
     */
    public Ed25519Key(byte[] point) {
        requireNonNull(point, "point is null");
        if (point.length != Ed25519.PUBLIC_KEY_SIZE) {
            throw new IllegalArgumentException("the point has " + point.length + " bytes, not 32");
        }
        this.point = point.clone();
        if (!Ed25519.validatePublicKeyPartial(this.point, 0)) {
            throw new IllegalArgumentException("the point is not a sound one on Ed25519's curve");
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    /** The 32 bytes, a fresh array. */
    public byte[] point() {
        return point.clone();
    }

    /** Whether the 64 bytes are this key's signature of exactly this message. */
    boolean verify(byte[] message, byte[] signature) {
        return signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, point, 0, message, 0, message.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ed25519Key key && Arrays.equals(point, key.point);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(point);
    }

    @Override
    public String toString() {
        return line();
    }
}
