package dev.bastion.certs;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * The fields of each key type, as they follow the type name in a key and the nonce in a certificate
 * (OpenSSH: PROTOCOL.certkeys, PROTOCOL.u2f, {@code sshkey.c}).
 */
final class KeyFields {
    private KeyFields() {}

    /** A plain key with the name of its type before it; a certificate is refused, so no key nests a certificate. */
    static SshPublicKey readKey(WireReader reader) throws WireException {
        return read(reader.readName("the key type"), reader);
    }

    static SshPublicKey read(String type, WireReader reader) throws WireException {
        try {
            return switch (type) {
                case Ed25519Key.TYPE -> ed25519(reader);
                case "ecdsa-sha2-nistp256" -> ecdsa(EcdsaCurve.NISTP256, reader);
                case "ecdsa-sha2-nistp384" -> ecdsa(EcdsaCurve.NISTP384, reader);
                case "ecdsa-sha2-nistp521" -> ecdsa(EcdsaCurve.NISTP521, reader);
                case RsaKey.TYPE -> new RsaKey(reader.readMpint("the exponent"), reader.readMpint("the modulus"));
                case SkEd25519Key.TYPE -> new SkEd25519Key(ed25519(reader), application(reader));
                case SkEcdsaKey.TYPE -> new SkEcdsaKey(ecdsa(EcdsaCurve.NISTP256, reader), application(reader));
                default -> throw new WireException("key type \"" + type + "\" is not one of those accepted here");
            };
        } catch (IllegalArgumentException e) {
            throw new WireException(e.getMessage(), e);
        }
    }

    static void write(SshPublicKey key, WireWriter writer) {
        switch (key) {
            case Ed25519Key k -> writer.writeString(k.point());
            case EcdsaKey k -> writer.writeText(k.curve().word()).writeString(k.point());
            case RsaKey k -> writer.writeMpint(k.exponent()).writeMpint(k.modulus());
            case SkEd25519Key k -> {
                write(k.key(), writer);
                writer.writeText(k.application());
            }
            case SkEcdsaKey k -> {
                write(k.key(), writer);
                writer.writeText(k.application());
            }
        }
    }

    private static Ed25519Key ed25519(WireReader reader) throws WireException {
        return new Ed25519Key(reader.readString("the point"));
    }

    private static EcdsaKey ecdsa(EcdsaCurve curve, WireReader reader) throws WireException {
        String word = reader.readName("the curve");
        if (!word.equals(curve.word())) {
            throw new WireException("the key is on curve \"" + word + "\" where its type says " + curve.word());
        }
        return ecdsaPoint(curve, reader.readString("the point"));
    }

    /** Only the uncompressed form of SEC 1, section 2.3.4: RFC 5656 lets the other be refused, and OpenSSH does. */
    private static EcdsaKey ecdsaPoint(EcdsaCurve curve, byte[] point) throws WireException {
        int size = curve.fieldBytes();
        if (point.length != 1 + 2 * size || point[0] != 4) {
            throw new WireException("the point is not an uncompressed one on " + curve.word());
        }
        return new EcdsaKey(curve, new BigInteger(1, point, 1, size), new BigInteger(1, point, 1 + size, size));
    }

    private static String application(WireReader reader) throws WireException {
        byte[] application = reader.readString("the application");
        if (application.length > 255) {
            throw new WireException("the application has " + application.length + " bytes, more than 255");
        }
        return WireReader.text(application, "the application");
    }

    /** SHA-256 of the application, as an authenticator signs it (FIDO's rpIdHash). */
    static byte[] applicationHash(String application) {
        return Sha256.digest(application.getBytes(StandardCharsets.UTF_8));
    }
}
