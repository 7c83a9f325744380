package dev.bastion.policy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of public key that are taken, and the form of their blobs (RFC 4253, 5656, 8709, OpenSSH PROTOCOL.u2f). */
enum KeyType {
    ED25519("ssh-ed25519"),
    ECDSA_256("ecdsa-sha2-nistp256"),
    ECDSA_384("ecdsa-sha2-nistp384"),
    ECDSA_521("ecdsa-sha2-nistp521"),
    RSA("ssh-rsa"),
    SK_ED25519("sk-ssh-ed25519@openssh.com"),
    SK_ECDSA("sk-ecdsa-sha2-nistp256@openssh.com");

    private static final Pattern TYPE = Pattern.compile("[a-z0-9][a-z0-9@.-]{2,63}");
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 16384;

    private final String word;

    KeyType(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static Optional<KeyType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }

    static boolean looksLikeType(String text) {
        return TYPE.matcher(text).matches() && text.contains("-");
    }

    static String listed() {
        return Arrays.stream(values()).map(KeyType::word).collect(Collectors.joining(", "));
    }

    /** What is wrong with the blob; nothing when it has the form of this type. Whether a point lies on its curve is not asked. */
    Optional<String> fault(byte[] blob) {
        Optional<List<byte[]>> fields = BlobFields.of(blob);
        if (fields.isEmpty()) {
            return Optional.of("the key is cut off or has bytes too many");
        }
        List<byte[]> parts = fields.get();
        if (parts.isEmpty() || !text(parts.getFirst()).equals(word)) {
            return Optional.of("the key is of another type than the line says");
        }
        return wellFormed(parts) ? weakness(parts) : Optional.of("the key is malformed");
    }

    private boolean wellFormed(List<byte[]> parts) {
        return switch (this) {
            case ED25519 -> parts.size() == 2 && parts.get(1).length == 32;
            case ECDSA_256 -> curve(parts, 3, "nistp256", 65);
            case ECDSA_384 -> curve(parts, 3, "nistp384", 97);
            case ECDSA_521 -> curve(parts, 3, "nistp521", 133);
            case RSA -> parts.size() == 3 && parts.get(1).length > 0 && parts.get(2).length > 0;
            case SK_ED25519 -> parts.size() == 3 && parts.get(1).length == 32 && parts.get(2).length > 0;
            case SK_ECDSA -> curve(parts, 4, "nistp256", 65) && parts.get(3).length > 0;
        };
    }

    /** The only strength that is not fixed by the type. */
    private Optional<String> weakness(List<byte[]> parts) {
        if (this != RSA) {
            return Optional.empty();
        }
        int bits = new BigInteger(parts.get(2)).bitLength();
        return bits < MIN_RSA_BITS || bits > MAX_RSA_BITS
                ? Optional.of(
                        "the RSA key has " + bits + " bits, and " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + " are taken")
                : Optional.empty();
    }

    /** An uncompressed point. */
    private static boolean curve(List<byte[]> parts, int count, String name, int length) {
        return parts.size() == count
                && text(parts.get(1)).equals(name)
                && parts.get(2).length == length
                && parts.get(2)[0] == 4;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
