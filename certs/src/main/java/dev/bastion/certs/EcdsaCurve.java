package dev.bastion.certs;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Optional;
import java.util.stream.Stream;

/** The three curves that RFC 5656, section 10.1, requires, and the digest that goes with each (section 6.2.1). */
public enum EcdsaCurve {
    NISTP256("nistp256", "secp256r1", "SHA256withECDSAinP1363Format"),
    NISTP384("nistp384", "secp384r1", "SHA384withECDSAinP1363Format"),
    NISTP521("nistp521", "secp521r1", "SHA512withECDSAinP1363Format");

    private static final BigInteger THREE = BigInteger.valueOf(3);

    private final String word;
    private final String jcaName;
    private final String signature;

    @SuppressWarnings("ImmutableEnumChecker") // an ECParameterSpec has no setters, it only is not annotated
    private final ECParameterSpec parameters;

    private final BigInteger prime;

    EcdsaCurve(String word, String name, String signature) {
        this.word = word;
        this.jcaName = name;
        this.signature = signature;
        this.parameters = parameters(name);
        this.prime = ((ECFieldFp) parameters.getCurve().getField()).getP();
    }

    /** The name within a key, {@code nistp256}. */
    public String word() {
        return word;
    }

    ECParameterSpec parameters() {
        return parameters;
    }

    /** The JCA name of ECDSA with the curve's digest and the plain {@code r || s} form. */
    String signature() {
        return signature;
    }

    /** The JCA name of the curve, {@code secp256r1}. */
    String jcaName() {
        return jcaName;
    }

    /** The curve of these parameters, by its equation. */
    static Optional<EcdsaCurve> of(ECParameterSpec parameters) {
        return Stream.of(values())
                .filter(curve -> curve.parameters.getCurve().equals(parameters.getCurve()))
                .findFirst();
    }

    int fieldBytes() {
        return (prime.bitLength() + 7) / 8;
    }

    BigInteger order() {
        return parameters.getOrder();
    }

    /** Whether y² = x³ + ax + b; the cofactor is 1, so every such point generates the whole group. */
    boolean holds(BigInteger x, BigInteger y) {
        if (x.signum() < 0 || y.signum() < 0 || x.compareTo(prime) >= 0 || y.compareTo(prime) >= 0) {
            return false;
        }
        BigInteger right = x.modPow(THREE, prime)
                .add(parameters.getCurve().getA().multiply(x))
                .add(parameters.getCurve().getB())
                .mod(prime);
        return y.multiply(y).mod(prime).equals(right);
    }

    private static ECParameterSpec parameters(String name) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC", "SunEC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java does not know the curve " + name, e);
        }
    }
}
