package dev.bastion.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a webhook proves that it is ours and of now: {@code v1,} and the base64 of the HMAC-SHA256 over id, seconds and body,
 * parted by dots, in the header {@code webhook-signature} (standardwebhooks.com, version 1.0.0). Stateless.
 */
final class Signature {
    private static final String HMAC = "HmacSHA256";

    private Signature() {}

    /**
     * Signs.
     *
     * @param seconds since 1970, as in the header {@code webhook-timestamp}
     */
    static String v1(byte[] key, String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }
}
