package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A key revocation list of OpenSSH's (PROTOCOL.krl), what sshd's {@code RevokedKeys} and clients' {@code
 * RevokedHostKeys} read: keys, fingerprints of keys, and certificates by serial or key ID, of one authority or of any.
 *
 * <p>It answers as {@code ssh-keygen -Q -f} does: a revoked key takes with it the certificates that were made for it,
 * and, where it is an authority, all that it signed. Immutable; equal when it revokes the same by the same means and
 * has the same version, time and comment.
 */
public final class Krl {
    /** What a list may weigh, in bytes; half a million serials without any order weigh four mebibytes. */
    public static final int MAX_BYTES = 16 << 20;

    private static final int COMMENT_LIMIT = 256;

    private final long version;
    private final Instant generated;
    private final String comment;
    private final Map<Optional<SshPublicKey>, RevokedCertificates> certificates;
    private final SortedSet<ByteBuffer> keys;
    private final SortedSet<ByteBuffer> sha1;
    private final SortedSet<ByteBuffer> sha256;

    private Krl(Builder from) {
        this.version = from.version;
        this.generated = from.generated;
        this.comment = from.comment;
        this.certificates = from.certificates;
        this.keys = from.keys;
        this.sha1 = from.sha1;
        this.sha256 = from.sha256;
    }

    /**
     * Collects what a list revokes, and makes it once. For one thread.
     */
    public static final class Builder {
        private final Map<Optional<SshPublicKey>, RevokedCertificates> certificates = new LinkedHashMap<>();
        private final SortedSet<ByteBuffer> keys = new TreeSet<>(Builder::unsigned);
        private final SortedSet<ByteBuffer> sha1 = new TreeSet<>(Builder::unsigned);
        private final SortedSet<ByteBuffer> sha256 = new TreeSet<>(Builder::unsigned);
        private final long version;
        private final Instant generated;
        private final String comment;

        /**
         * An empty list.
         *
         * @param version greater than that of the list before, unsigned
         * @param generated when it is made, of which the fraction of a second is dropped
         * @param comment one line, of at most 256 characters
         */
        public Builder(long version, Instant generated, String comment) {
            this.version = version;
            this.generated = generated.truncatedTo(ChronoUnit.SECONDS);
            this.comment = requireNonNull(comment, "comment is null");
            if (comment.length() > COMMENT_LIMIT || comment.chars().anyMatch(c -> c < ' ')) {
                throw new IllegalArgumentException("comment is not one line of at most " + COMMENT_LIMIT);
            }
        }

        /** For the reader, which has looked at the comment itself. */
        Builder(long version, long generatedSeconds, String comment) {
            this.version = version;
            this.generated = Instant.ofEpochSecond(generatedSeconds);
            this.comment = comment;
        }

        /** A key, with every certificate that was made for it and, if it is an authority, every one that it signed. */
        public Builder key(SshPublicKey key) {
            return keyBlob(key.blob());
        }

        /**
         * The same by the key's fingerprint.
         *
         * @param fingerprint {@code SHA256:} and unpadded base64
         * @throws IllegalArgumentException if it is none
         */
        public Builder fingerprint(String fingerprint) {
            return sha256(Fingerprints.digest(fingerprint));
        }

        /** The certificate of that authority that has this serial, which is not 0. */
        public Builder serial(SshPublicKey authority, long serial) {
            return serials(Optional.of(authority), serial, serial);
        }

        /** The certificates of that authority whose key ID is this; those of any where there is none. */
        public Builder keyId(Optional<SshPublicKey> authority, String keyId) {
            if (keyId.isEmpty() || keyId.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("keyId is empty or holds a NUL");
            }
            of(authority).keyIds().add(keyId);
            return this;
        }

        Builder serials(Optional<SshPublicKey> authority, long first, long last) {
            of(authority).serials().add(first, last);
            return this;
        }

        Builder keyBlob(byte[] blob) {
            keys.add(ByteBuffer.wrap(blob).asReadOnlyBuffer());
            return this;
        }

        Builder sha1(byte[] digest) {
            sha1.add(ByteBuffer.wrap(digest).asReadOnlyBuffer());
            return this;
        }

        Builder sha256(byte[] digest) {
            sha256.add(ByteBuffer.wrap(digest).asReadOnlyBuffer());
            return this;
        }

        RevokedCertificates of(Optional<SshPublicKey> authority) {
            return certificates.computeIfAbsent(authority, RevokedCertificates::new);
        }

        /** The list; nothing may be added after this. */
        public Krl build() {
            certificates.values().removeIf(RevokedCertificates::isEmpty);
            return new Krl(this);
        }

        private static int unsigned(ByteBuffer one, ByteBuffer other) {
            return java.util.Arrays.compareUnsigned(bytes(one), bytes(other));
        }
    }

    /**
     * Reads a list.
     *
     * @throws MalformedKrlException if it is none, over {@link #MAX_BYTES}, of another format version, or has a part that
     *     must be understood and is not: OpenSSH refuses such a list too, and then refuses every key
     */
    public static Krl parse(byte[] bytes) throws MalformedKrlException {
        requireNonNull(bytes, "bytes is null");
        if (bytes.length > MAX_BYTES) {
            throw new MalformedKrlException("the list has " + bytes.length + " bytes, over " + MAX_BYTES);
        }
        try {
            return new KrlReader(bytes.clone()).read();
        } catch (WireException e) {
            throw new MalformedKrlException(e.getMessage(), e);
        }
    }

    /** The list as a file holds it, a fresh array. */
    public byte[] encode() {
        return KrlWriter.write(this);
    }

    /** Whether it revokes a plain key. */
    public boolean revokes(SshPublicKey key) {
        byte[] blob = key.blob();
        return sha1.contains(ByteBuffer.wrap(Sha1.digest(blob)))
                || sha256.contains(ByteBuffer.wrap(Sha256.digest(blob)))
                || keys.contains(ByteBuffer.wrap(blob));
    }

    /** Whether it revokes a certificate: the key in it, its serial, its key ID, or the authority that signed it. */
    public boolean revokes(Certificate certificate) {
        return revokes(certificate.subject())
                || revokes(certificate.authority())
                || certificates.values().stream().anyMatch(revoked -> revoked.revokes(certificate));
    }

    /** Unsigned; the greater of two lists of one place is the newer one. */
    public long version() {
        return version;
    }

    /** In whole seconds. */
    public Instant generated() {
        return generated;
    }

    /** What its maker wrote: of a strange list it may hold anything but NUL. */
    public String comment() {
        return comment;
    }

    /** Whether it revokes nothing. */
    public boolean isEmpty() {
        return certificates.isEmpty() && keys.isEmpty() && sha1.isEmpty() && sha256.isEmpty();
    }

    /** Whether both revoke the same by the same means, whenever they were made. */
    public boolean saysTheSameAs(Krl other) {
        return certificates.equals(other.certificates)
                && keys.equals(other.keys)
                && sha1.equals(other.sha1)
                && sha256.equals(other.sha256);
    }

    Collection<RevokedCertificates> certificates() {
        return certificates.values();
    }

    SortedSet<ByteBuffer> keys() {
        return keys;
    }

    SortedSet<ByteBuffer> sha1() {
        return sha1;
    }

    SortedSet<ByteBuffer> sha256() {
        return sha256;
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Krl list
                && version == list.version
                && generated.equals(list.generated)
                && comment.equals(list.comment)
                && saysTheSameAs(list);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(version) + 31 * certificates.hashCode() + keys.hashCode() + sha256.hashCode();
    }

    @Override
    public String toString() {
        return "krl " + Long.toUnsignedString(version) + " of " + generated + ", "
                + Base64.getEncoder().encodeToString(Sha256.digest(encode()));
    }
}
