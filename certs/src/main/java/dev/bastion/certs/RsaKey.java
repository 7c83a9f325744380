package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;

/**
 * An {@code ssh-rsa} key (RFC 4253, section 6.6); its signatures are accepted with SHA-2 only (RFC 8332). Immutable.
 *
 * <p>2048 to 16384 bits are read, because old hosts have such keys; what may stand in a certificate is decided by
 * {@link CertificateChecker} and {@link AccessIssuer}, which ask for {@link #CERTIFICATE_BITS}.
 *
 * @param exponent odd, from 3 to 64 bits long, since a longer one only makes verifying slow
 * @param modulus the product of the primes
 */
public record RsaKey(BigInteger exponent, BigInteger modulus) implements SshPublicKey {
    /** The shortest modulus of a key in a certificate, in bits. */
    public static final int CERTIFICATE_BITS = 3072;

    static final String TYPE = "ssh-rsa";

    private static final int MIN_BITS = 2048;
    private static final int MAX_BITS = 16384;

    public RsaKey {
        requireNonNull(exponent, "exponent is null");
        requireNonNull(modulus, "modulus is null");
        int bits = modulus.bitLength();
        if (modulus.signum() <= 0 || bits < MIN_BITS || bits > MAX_BITS || !modulus.testBit(0)) {
            throw new IllegalArgumentException("the modulus is not an odd number of " + MIN_BITS + " to " + MAX_BITS
                    + " bits but has " + bits + " bits");
        }
        if (exponent.compareTo(BigInteger.TWO) <= 0 || exponent.bitLength() > 64 || !exponent.testBit(0)) {
            throw new IllegalArgumentException("the exponent is not an odd number from 3 to 64 bits");
        }
    }

    /** The length of the modulus in bits. */
    public int bits() {
        return modulus.bitLength();
    }

    @Override
    public String type() {
        return TYPE;
    }
}
