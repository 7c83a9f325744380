package dev.bastion.certs;

import java.math.BigInteger;

/** Numbers as big-endian bytes of a length given beforehand. */
final class FixedLength {
    private FixedLength() {}

    /** Writes a number that is not negative and fits into {@code length} bytes. */
    static void put(BigInteger number, byte[] into, int offset, int length) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        int size = bytes.length - from;
        System.arraycopy(bytes, from, into, offset + length - size, size);
    }
}
