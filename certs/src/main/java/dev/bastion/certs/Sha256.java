package dev.bastion.certs;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** SHA-256 of the JDK's own provider, whatever other provider is registered before it. */
final class Sha256 {
    static final int BYTES = 32;

    private Sha256() {}

    static byte[] digest(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256", "SUN");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256 of its own", e);
        }
    }
}
