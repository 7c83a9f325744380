package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
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

    /** The key as the JDK's own, whatever other provider is registered. */
    public PublicKey jca() {
        try {
            return KeyFactory.getInstance("Ed25519", "SunEC")
                    .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, jcaPoint()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519 of its own", e);
        }
    }

    /** RFC 8032, section 5.1.2: little-endian y, the top bit being the lowest of x. */
    private EdECPoint jcaPoint() {
        byte[] y = new byte[point.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = point[y.length - 1 - i];
        }
        boolean xOdd = y[0] < 0;
        y[0] &= 0x7f;
        return new EdECPoint(xOdd, new BigInteger(1, y));
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
