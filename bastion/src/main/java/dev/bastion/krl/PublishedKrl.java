package dev.bastion.krl;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Krl;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** A list as it goes out. Immutable. */
public final class PublishedKrl {
    private final Krl list;
    private final byte[] bytes;
    private final String digest;

    PublishedKrl(Krl list) {
        this.list = requireNonNull(list, "list is null");
        this.bytes = list.encode();
        this.digest = HexFormat.of().formatHex(sha256(bytes));
    }

    Krl list() {
        return list;
    }

    /** The whole list, a fresh array. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** SHA-256 of the bytes, in hex. */
    public String digest() {
        return digest;
    }

    public Instant generated() {
        return list.generated();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
