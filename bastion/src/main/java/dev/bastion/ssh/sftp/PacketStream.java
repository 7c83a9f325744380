package dev.bastion.ssh.sftp;

import java.io.IOException;
import java.util.Arrays;

/**
 * Cuts one direction of a channel into packets, whatever the pieces in which it arrives. A packet's head is shown whole
 * before any of it is handed on; the rest streams through. Bytes that lie one behind the other in a piece are handed on
 * in one write, without a copy. Used by one thread at a time.
 */
final class PacketStream {

    /** Reads the packets and says which may pass. */
    interface Reader {

        /**
         * How many bytes from the length word on must be there before {@link #head} can decide; at most {@code total}.
         * Asked again as more arrive, because some heads say how long they are.
         *
         * @param have bytes there, at least {@link Wire#HEADER}
         * @param total bytes of the whole packet
         */
        int headSize(byte[] bytes, int offset, int have, int total) throws MalformedSftpException;

        /** A packet begins. True if it passes, false if it is swallowed whole. */
        boolean head(byte[] bytes, int offset, int size, int total) throws IOException;

        /** What follows the head of a packet that passes, piece by piece. */
        void rest(byte[] bytes, int offset, int length);

        /** Whether something of our own waits to be sent between two packets. */
        boolean waiting();

        /** Sends what waits. */
        void release(Out out) throws IOException;
    }

    private static final int SMALL = 512;

    private final Reader reader;
    private byte[] held = new byte[0];
    private int heldLength;
    private int rest;
    private boolean passing = true;

    PacketStream(Reader reader) {
        this.reader = reader;
    }

    /** Whether everything handed on so far ends with a whole packet. */
    boolean betweenPackets() {
        return rest == 0 || !passing;
    }

    void accept(byte[] bytes, int offset, int length, Out out) throws IOException {
        int end = offset + length;
        int at = offset;
        int passed = offset;
        while (at < end) {
            if (rest > 0) {
                int count = Math.min(rest, end - at);
                if (passing) {
                    reader.rest(bytes, at, count);
                }
                at += count;
                rest -= count;
            } else if (heldLength > 0) {
                at += hold(bytes, at, end - at, out);
                passed = at;
                if (heldLength > 0) {
                    continue;
                }
            } else {
                int size = headSize(bytes, at, end - at);
                if (size > end - at) {
                    write(out, bytes, passed, at);
                    keep(bytes, at, end - at);
                    return;
                }
                int total = total(bytes, at);
                passing = reader.head(bytes, at, size, total);
                rest = total - size;
                if (!passing) {
                    write(out, bytes, passed, at);
                }
                at += size;
            }
            if (!passing) {
                passed = at;
            }
            if (reader.waiting() && betweenPackets()) {
                write(out, bytes, passed, at);
                passed = at;
                reader.release(out);
            }
        }
        write(out, bytes, passed, at);
    }

    /** Adds to a head that began in an earlier piece, and hands it on when it is whole. */
    private int hold(byte[] bytes, int at, int available, Out out) throws IOException {
        int taken = 0;
        int size = headSize(held, 0, heldLength);
        while (size > heldLength && taken < available) {
            int count = Math.min(size - heldLength, available - taken);
            keep(bytes, at + taken, count);
            taken += count;
            size = headSize(held, 0, heldLength);
        }
        if (size > heldLength) {
            return taken;
        }
        int total = total(held, 0);
        passing = reader.head(held, 0, size, total);
        rest = total - size;
        heldLength = 0;
        if (passing) {
            out.write(held, 0, size);
        }
        if (held.length > SMALL) {
            held = new byte[0];
        }
        return taken;
    }

    private void keep(byte[] bytes, int at, int count) {
        if (heldLength + count > held.length) {
            held = Arrays.copyOf(held, Math.max(SMALL, Math.max(2 * held.length, heldLength + count)));
        }
        System.arraycopy(bytes, at, held, heldLength, count);
        heldLength += count;
    }

    private int headSize(byte[] bytes, int at, int have) throws MalformedSftpException {
        if (have < 4) {
            return 4;
        }
        int total = total(bytes, at);
        return have < Wire.HEADER ? Wire.HEADER : reader.headSize(bytes, at, have, total);
    }

    private static int total(byte[] bytes, int at) throws MalformedSftpException {
        int length = Fields.u32(bytes, at);
        if (length < Wire.HEADER - 4 || length > Wire.MAX_LENGTH) {
            throw new MalformedSftpException(
                    "packet of " + Integer.toUnsignedString(length) + " bytes is no sftp packet");
        }
        return 4 + length;
    }

    private static void write(Out out, byte[] bytes, int from, int to) throws IOException {
        if (to > from) {
            out.write(bytes, from, to - from);
        }
    }
}
