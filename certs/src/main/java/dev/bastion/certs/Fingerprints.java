package dev.bastion.certs;

import java.util.Base64;
import java.util.regex.Pattern;

/** Fingerprints of keys as people type them: {@code SHA256:} and base64, as {@code ssh-keygen -l} prints it. */
public final class Fingerprints {
    private static final String SHA256 = "SHA256:";
    private static final Pattern FORM = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}=?");

    private Fingerprints() {}

    /** Whether a text is one, with or without the padding that ssh-keygen leaves out. */
    public static boolean isOne(String text) {
        // The last of 43 letters has two bits that say nothing and must be 0, or two texts would be one key.
        return FORM.matcher(text).matches() && of(digestOf(text)).equals(withoutPadding(text));
    }

    /** The one way to write it: without padding. */
    public static String canonical(String fingerprint) {
        return of(digest(fingerprint));
    }

    /** Of a blob that somebody calls a key, whatever is in it; of a certificate that of its key, as {@code ssh-keygen -l} says. */
    public static String ofBlob(byte[] blob) {
        try {
            if (Certificate.isCertificate(blob)) {
                return Certificate.parse(blob).subject().fingerprint();
            }
        } catch (MalformedCertificateException noCertificate) {
            return of(Sha256.digest(blob));
        }
        return of(Sha256.digest(blob));
    }

    static byte[] digest(String fingerprint) {
        if (!isOne(fingerprint)) {
            throw new IllegalArgumentException("this is no fingerprint of SHA-256");
        }
        return digestOf(fingerprint);
    }

    static String of(byte[] sha256) {
        return SHA256 + Base64.getEncoder().withoutPadding().encodeToString(sha256);
    }

    private static byte[] digestOf(String text) {
        return Base64.getDecoder().decode(withoutPadding(text).substring(SHA256.length()));
    }

    private static String withoutPadding(String text) {
        return text.endsWith("=") ? text.substring(0, text.length() - 1) : text;
    }
}
