package dev.bastion.recorder.ledger;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** The two key pairs of the worked example: seeds 00..1f (the log's) and 20..3f (a witness's). */
final class Keys {

    static final String ORIGIN = "bastion.example/audit";

    static final KeyPair LOG = pair(0x00, "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8");
    static final KeyPair WITNESS = pair(0x20, "29acbae141bccaf0b22e1a94d34d0bc7361e526d0bfe12c89794bc9322966dd7");

    private Keys() {}

    static NoteSigner signer() {
        return new NoteSigner(ORIGIN, LOG.getPrivate(), LOG.getPublic());
    }

    private static KeyPair pair(int firstSeedByte, String publicHex) {
        var seed = new byte[32];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (byte) (firstSeedByte + i);
        }
        try {
            var factory = KeyFactory.getInstance("Ed25519");
            PrivateKey secret =
                    factory.generatePrivate(new PKCS8EncodedKeySpec(joined("302e020100300506032b657004220420", seed)));
            PublicKey open = factory.generatePublic(new X509EncodedKeySpec(
                    joined("302a300506032b6570032100", HexFormat.of().parseHex(publicHex))));
            return new KeyPair(open, secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] joined(String prefixHex, byte[] rest) {
        var prefix = HexFormat.of().parseHex(prefixHex);
        return ByteBuffer.allocate(prefix.length + rest.length)
                .put(prefix)
                .put(rest)
                .array();
    }
}
