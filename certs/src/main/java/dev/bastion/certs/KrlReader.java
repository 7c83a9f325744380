package dev.bastion.certs;

import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads PROTOCOL.krl as krl.c of OpenSSH 10 does: a section or subsection that is not known is refused, an extension
 * only where it says that it is critical, and a signature always (it is not checked there either, and a list that claims
 * one must not look as if it were). Used once, by one thread.
 */
final class KrlReader {
    /** Stretches of serials that are kept; a bitmap makes four of one byte. */
    private static final int RANGES_LIMIT = 1 << 20;

    private final WireReader reader;
    private int ranges;

    KrlReader(byte[] bytes) {
        this.reader = new WireReader(bytes);
    }

    Krl read() throws WireException {
        Krl.Builder list = header();
        while (!reader.atEnd()) {
            int type = reader.readByte("the type of a section");
            WireReader section = reader.readNested("a section");
            switch (type) {
                case KrlSection.CERTIFICATES -> certificates(section, list);
                case KrlSection.EXPLICIT_KEY -> blobs(section, 0, "a key", list::keyBlob);
                case KrlSection.FINGERPRINT_SHA1 -> blobs(section, Sha1.BYTES, "a fingerprint", list::sha1);
                case KrlSection.FINGERPRINT_SHA256 -> blobs(section, Sha256.BYTES, "a fingerprint", list::sha256);
                case KrlSection.SIGNATURE -> throw new WireException("the list has a signature, which nobody checks");
                case KrlSection.EXTENSION -> extension(section);
                default -> throw new WireException("section " + type + " is not one of PROTOCOL.krl");
            }
            section.requireEnd("section " + type);
        }
        return list.build();
    }

    private Krl.Builder header() throws WireException {
        if (reader.readUint64("the magic number") != KrlSection.MAGIC) {
            throw new WireException("this does not begin as a revocation list does");
        }
        long format = reader.readUint32("the format version");
        if (format != KrlSection.FORMAT) {
            throw new WireException("the format version is " + format + ", not " + KrlSection.FORMAT);
        }
        long version = reader.readUint64("the version");
        long generated = reader.readUint64("the time");
        if (generated < 0 || generated > java.time.Instant.MAX.getEpochSecond()) {
            throw new WireException("the time is beyond every calendar");
        }
        if (reader.readUint64("the flags") != 0) {
            throw new WireException("a flag is set, and none is known");
        }
        reader.readString("the reserved field");
        return new Krl.Builder(version, generated, reader.readText("the comment"));
    }

    private void certificates(WireReader section, Krl.Builder list) throws WireException {
        Optional<SshPublicKey> authority = authority(section.readNested("the authority"));
        section.readString("the reserved field");
        while (!section.atEnd()) {
            int type = section.readByte("the type of a subsection");
            WireReader part = section.readNested("a subsection");
            switch (type) {
                case KrlSection.CERT_SERIAL_LIST -> serials(part, authority, list);
                case KrlSection.CERT_SERIAL_RANGE ->
                    add(list, authority, part.readUint64("the first serial"), part.readUint64("the last serial"));
                case KrlSection.CERT_SERIAL_BITMAP -> bitmap(part, authority, list);
                case KrlSection.CERT_KEY_ID -> keyIds(part, authority, list);
                case KrlSection.CERT_EXTENSION -> extension(part);
                default -> throw new WireException("subsection " + type + " is not one of PROTOCOL.krl");
            }
            part.requireEnd("subsection " + type);
        }
    }

    private static Optional<SshPublicKey> authority(WireReader nested) throws WireException {
        if (nested.atEnd()) {
            return Optional.empty();
        }
        SshPublicKey key = KeyFields.readKey(nested);
        nested.requireEnd("the authority");
        return Optional.of(key);
    }

    private void serials(WireReader part, Optional<SshPublicKey> authority, Krl.Builder list) throws WireException {
        while (!part.atEnd()) {
            long serial = part.readUint64("a serial");
            add(list, authority, serial, serial);
        }
    }

    private void bitmap(WireReader part, Optional<SshPublicKey> authority, Krl.Builder list) throws WireException {
        long offset = part.readUint64("the first serial of a bitmap");
        BigInteger bits = part.readMpint("a bitmap");
        if (bits.bitLength() > KrlSection.BITMAP_LIMIT) {
            throw new WireException("a bitmap has " + bits.bitLength() + " bits, over " + KrlSection.BITMAP_LIMIT);
        }
        if (bits.signum() != 0 && Long.compareUnsigned(offset + bits.bitLength() - 1, offset) < 0) {
            throw new WireException("a bitmap goes beyond the greatest serial");
        }
        for (int from = bits.getLowestSetBit(); from >= 0 && from < bits.bitLength(); ) {
            int to = from;
            while (bits.testBit(to + 1)) {
                to++;
            }
            add(list, authority, offset + from, offset + to);
            from = nextSet(bits, to + 1);
        }
    }

    private static int nextSet(BigInteger bits, int from) {
        int bit = from;
        while (bit < bits.bitLength() && !bits.testBit(bit)) {
            bit++;
        }
        return bit;
    }

    private void add(Krl.Builder list, Optional<SshPublicKey> authority, long first, long last) throws WireException {
        if (first == 0 || Long.compareUnsigned(first, last) > 0) {
            throw new WireException("the serials from " + Long.toUnsignedString(first) + " to "
                    + Long.toUnsignedString(last) + " are none that can be revoked");
        }
        if (++ranges > RANGES_LIMIT) {
            throw new WireException("there are more than " + RANGES_LIMIT + " stretches of serials");
        }
        list.serials(authority, first, last);
    }

    private static void keyIds(WireReader part, Optional<SshPublicKey> authority, Krl.Builder list)
            throws WireException {
        while (!part.atEnd()) {
            String keyId = part.readText("a key ID");
            if (keyId.isEmpty()) {
                throw new WireException("a key ID is empty");
            }
            list.keyId(authority, keyId);
        }
    }

    private static void blobs(WireReader section, int length, String what, Consumer<byte[]> into) throws WireException {
        while (!section.atEnd()) {
            byte[] blob = section.readString(what);
            if (length == 0 ? blob.length == 0 : blob.length != length) {
                throw new WireException(what + " has " + blob.length + " bytes");
            }
            into.accept(blob);
        }
    }

    private static void extension(WireReader section) throws WireException {
        section.readString("the name of an extension");
        boolean critical = section.readByte("whether an extension is critical") != 0;
        section.readString("an extension");
        if (critical) {
            throw new WireException("a critical extension is not known here");
        }
    }
}
