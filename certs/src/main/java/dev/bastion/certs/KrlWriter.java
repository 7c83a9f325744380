package dev.bastion.certs;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Writes PROTOCOL.krl, serials in whichever of list, range and bitmap is the shortest; the same list always to the same
 * bytes. Stateless.
 */
final class KrlWriter {
    /** A bitmap that would be no shorter than a list is not begun; below, one range is a range. */
    private static final int LONG_RANGE = 1024;

    private static final int SERIAL_BYTES = Long.BYTES;
    private static final int BITMAP_HEAD = 1 + Integer.BYTES + Long.BYTES + Integer.BYTES;

    private KrlWriter() {}

    static byte[] write(Krl list) {
        WireWriter writer = new WireWriter()
                .writeUint64(KrlSection.MAGIC)
                .writeUint32(KrlSection.FORMAT)
                .writeUint64(list.version())
                .writeUint64(list.generated().getEpochSecond())
                .writeUint64(0)
                .writeString(new byte[0])
                .writeText(list.comment());
        list.certificates().forEach(revoked -> certificates(revoked, writer));
        blobs(KrlSection.EXPLICIT_KEY, list.keys(), writer);
        blobs(KrlSection.FINGERPRINT_SHA1, list.sha1(), writer);
        blobs(KrlSection.FINGERPRINT_SHA256, list.sha256(), writer);
        return writer.toByteArray();
    }

    private static void blobs(int type, Collection<ByteBuffer> blobs, WireWriter writer) {
        if (!blobs.isEmpty()) {
            WireWriter section = new WireWriter();
            blobs.forEach(blob -> section.writeString(Krl.bytes(blob)));
            writer.writeByte(type).writeString(section.toByteArray());
        }
    }

    private static void certificates(RevokedCertificates revoked, WireWriter writer) {
        WireWriter section = new WireWriter()
                .writeString(revoked.authority().map(SshPublicKey::blob).orElseGet(() -> new byte[0]))
                .writeString(new byte[0]);
        serials(revoked.serials(), section);
        if (!revoked.keyIds().isEmpty()) {
            WireWriter ids = new WireWriter();
            revoked.keyIds().forEach(ids::writeText);
            section.writeByte(KrlSection.CERT_KEY_ID).writeString(ids.toByteArray());
        }
        writer.writeByte(KrlSection.CERTIFICATES).writeString(section.toByteArray());
    }

    private static void serials(SerialSet serials, WireWriter section) {
        List<Long> single = new ArrayList<>();
        for (List<SerialSet.Range> near : neighbours(serials.ranges())) {
            if (isShorterAsBitmap(near)) {
                bitmap(near, section);
            } else {
                near.forEach(range -> listed(range, single, section));
            }
        }
        if (!single.isEmpty()) {
            WireWriter list = new WireWriter();
            single.forEach(list::writeUint64);
            section.writeByte(KrlSection.CERT_SERIAL_LIST).writeString(list.toByteArray());
        }
    }

    /** Stretches so near to each other that the bits between them weigh less than naming the next. */
    private static List<List<SerialSet.Range>> neighbours(List<SerialSet.Range> ranges) {
        List<List<SerialSet.Range>> groups = new ArrayList<>();
        for (SerialSet.Range range : ranges) {
            List<SerialSet.Range> group = groups.isEmpty() ? List.of() : groups.getLast();
            if (group.isEmpty() || !fits(group, range)) {
                group = new ArrayList<>();
                groups.add(group);
            }
            group.add(range);
        }
        return groups;
    }

    private static boolean fits(List<SerialSet.Range> group, SerialSet.Range next) {
        return less(next.first() - group.getLast().last(), SERIAL_BYTES * Byte.SIZE)
                && less(next.last() - group.getFirst().first(), KrlSection.BITMAP_LIMIT - 1)
                && less(next.size(), LONG_RANGE)
                && less(group.getLast().size(), LONG_RANGE);
    }

    private static boolean less(long unsigned, long limit) {
        return Long.compareUnsigned(unsigned, limit) < 0;
    }

    private static boolean isShorterAsBitmap(List<SerialSet.Range> near) {
        if (near.size() < 2) {
            return false;
        }
        long listed = near.stream()
                .mapToLong(range -> isRange(range) ? 1 + Integer.BYTES + 2 * SERIAL_BYTES : range.size() * SERIAL_BYTES)
                .sum();
        long bits = near.getLast().last() - near.getFirst().first() + 1;
        return BITMAP_HEAD + bits / Byte.SIZE + 1 < listed;
    }

    private static void listed(SerialSet.Range range, List<Long> single, WireWriter section) {
        if (isRange(range)) {
            byte[] ends = new WireWriter()
                    .writeUint64(range.first())
                    .writeUint64(range.last())
                    .toByteArray();
            section.writeByte(KrlSection.CERT_SERIAL_RANGE).writeString(ends);
            return;
        }
        for (long i = 0; i < range.size(); i++) {
            single.add(range.first() + i);
        }
    }

    /** Three serials as a list weigh more than one range. */
    private static boolean isRange(SerialSet.Range range) {
        return !less(range.size(), 3);
    }

    private static void bitmap(List<SerialSet.Range> near, WireWriter section) {
        long offset = near.getFirst().first();
        BigInteger bits = BigInteger.ZERO;
        for (SerialSet.Range range : near) {
            int length = Math.toIntExact(range.size());
            int from = Math.toIntExact(range.first() - offset);
            bits = bits.or(
                    BigInteger.ONE.shiftLeft(length).subtract(BigInteger.ONE).shiftLeft(from));
        }
        byte[] content = new WireWriter().writeUint64(offset).writeMpint(bits).toByteArray();
        section.writeByte(KrlSection.CERT_SERIAL_BITMAP).writeString(content);
    }
}
