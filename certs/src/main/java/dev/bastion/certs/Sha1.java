package dev.bastion.certs;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** SHA-1, for the one place that has it still: fingerprints in revocation lists that others wrote. */
final class Sha1 {
    static final int BYTES = 20;

    private Sha1() {}

    static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1", "SUN").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-1 of its own", e);
        }
    }
}
