package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;

/**
 * An {@code ecdsa-sha2-nistp256}, {@code -nistp384} or {@code -nistp521} key (RFC 5656). Immutable.
 *
 * @param curve the curve, which decides the digest too
 * @param x the point's abscissa
 * @param y the point's ordinate; the point must lie on the curve
 */
public record EcdsaKey(EcdsaCurve curve, BigInteger x, BigInteger y) implements SshPublicKey {

    public EcdsaKey {
        requireNonNull(curve, "curve is null");
        requireNonNull(x, "x is null");
        requireNonNull(y, "y is null");
        if (!curve.holds(x, y)) {
            throw new IllegalArgumentException("the point does not lie on " + curve.word());
        }
    }

    @Override
    public String type() {
        return "ecdsa-sha2-" + curve.word();
    }

    /** The uncompressed point of SEC 1, section 2.3.3. */
    byte[] point() {
        int size = curve.fieldBytes();
        byte[] point = new byte[1 + 2 * size];
        point[0] = 4;
        FixedLength.put(x, point, 1, size);
        FixedLength.put(y, point, 1 + size, size);
        return point;
    }
}
