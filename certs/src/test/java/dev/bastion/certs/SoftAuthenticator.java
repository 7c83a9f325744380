package dev.bastion.certs;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;

/** A FIDO2 authenticator in software: it signs what PROTOCOL.u2f says, with any flags that a test asks for. */
final class SoftAuthenticator {
    static final int TOUCH = 0x01;
    static final int PIN = 0x04;

    private interface Signer {
        byte[] sign(byte[] data) throws GeneralSecurityException;
    }

    private final SshPublicKey key;
    private final String application;
    private final Signer signer;
    private int counter = 41;

    private SoftAuthenticator(SshPublicKey key, String application, Signer signer) {
        this.key = key;
        this.application = application;
        this.signer = signer;
    }

    static SoftAuthenticator ed25519(String application) {
        Ed25519Pair pair = Ed25519Pair.generate(new SecureRandom());
        return new SoftAuthenticator(
                new SkEd25519Key((Ed25519Key) pair.sshKey(), application), application, pair::sign);
    }

    static SoftAuthenticator ecdsa(String application) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPublicKey key = (ECPublicKey) pair.getPublic();
            EcdsaKey ecdsa = new EcdsaKey(
                    EcdsaCurve.NISTP256, key.getW().getAffineX(), key.getW().getAffineY());
            return new SoftAuthenticator(new SkEcdsaKey(ecdsa, application), application, data -> numbers(pair, data));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    SshPublicKey key() {
        return key;
    }

    byte[] sign(byte[] message, int flags) {
        counter++;
        byte[] data = new WireWriter()
                .writeRaw(Sha256.digest(application.getBytes(StandardCharsets.UTF_8)))
                .writeByte(flags)
                .writeUint32(counter)
                .writeRaw(Sha256.digest(message))
                .toByteArray();
        try {
            return new WireWriter()
                    .writeText(key.type())
                    .writeString(signer.sign(data))
                    .writeByte(flags)
                    .writeUint32(counter)
                    .toByteArray();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] numbers(KeyPair pair, byte[] data) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format", "SunEC");
        signature.initSign(pair.getPrivate());
        signature.update(data);
        byte[] both = signature.sign();
        return new WireWriter()
                .writeMpint(new BigInteger(1, Arrays.copyOfRange(both, 0, 32)))
                .writeMpint(new BigInteger(1, Arrays.copyOfRange(both, 32, 64)))
                .toByteArray();
    }
}
