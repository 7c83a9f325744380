package dev.bastion.certs;

import java.util.Base64;

/** Base64 in the one way that OpenSSH writes and reads it: padded, and with no bits behind the last byte. */
final class CanonicalBase64 {
    private CanonicalBase64() {}

    /**
     * What a text stands for.
     *
     * @param subject the beginning of a sentence of which the rest says what it is not
     */
    static byte[] decode(String text, String subject) throws WireException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new WireException(subject + " not base64", e);
        }
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new WireException(subject + " not base64 in its one canonical form");
        }
        return bytes;
    }
}
