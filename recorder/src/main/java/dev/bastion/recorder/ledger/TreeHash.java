package dev.bastion.recorder.ledger;

import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A SHA-256 hash of an RFC 6962 tree (section 2.1): of a leaf, of an inner node, or of nothing at all.
 * Leaves and nodes are hashed under different first bytes, so that neither can be passed off as the other.
 * Immutable.
 */
public final class TreeHash {

    /** The length of a hash in bytes. */
    public static final int BYTES = 32;

    /** The root of a tree without leaves: the hash of the empty string. */
    public static final TreeHash EMPTY = new TreeHash(sha256().digest());

    private static final byte LEAF = 0x00;
    private static final byte NODE = 0x01;

    private final byte[] bytes;

    private TreeHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The hash whose 32 bytes these are. */
    public static TreeHash of(byte[] bytes) {
        requireNonNull(bytes, "bytes is null");
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a tree hash has 32 bytes, not " + bytes.length);
        }
        return new TreeHash(bytes.clone());
    }

    /** The hash that a checkpoint writes as base64. */
    public static TreeHash ofBase64(String text) {
        return of(Base64.getDecoder().decode(text));
    }

    /** The hash written as 64 hexadecimal digits. */
    public static TreeHash ofHex(String text) {
        return of(HexFormat.of().parseHex(text));
    }

    /** The hash of a leaf with this content. */
    public static TreeHash ofLeaf(byte[] content) {
        requireNonNull(content, "content is null");
        var digest = sha256();
        digest.update(LEAF);
        return new TreeHash(digest.digest(content));
    }

    /** The hash of the node above these two. */
    public static TreeHash ofNode(TreeHash left, TreeHash right) {
        var digest = sha256();
        digest.update(NODE);
        digest.update(left.bytes);
        return new TreeHash(digest.digest(right.bytes));
    }

    /** The 32 bytes, a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** As a checkpoint writes it. */
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** As 64 hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreeHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
