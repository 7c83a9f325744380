package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the data types of RFC 4251, section 5, from bytes that nobody vouches for.
 *
 * <p>A length is compared with what is left before anything is allocated, and whatever could be written in two ways
 * (an mpint with leading zeros, overlong UTF-8) is refused, so that what was read writes back to the same bytes.
 * Used by one thread.
 */
final class WireReader {
    private static final int NAME_LIMIT = 64;

    private final byte[] bytes;
    private final int end;
    private int position;

    WireReader(byte[] bytes) {
        this(requireNonNull(bytes, "bytes is null"), 0, bytes.length);
    }

    private WireReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    int position() {
        return position;
    }

    boolean atEnd() {
        return position == end;
    }

    void requireEnd(String what) throws WireException {
        if (!atEnd()) {
            throw new WireException(what + " is followed by " + (end - position) + " more bytes");
        }
    }

    int readByte(String what) throws WireException {
        return bytes[advance(1, what)] & 0xff;
    }

    long readUint32(String what) throws WireException {
        return Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(advance(Integer.BYTES, what)));
    }

    /** An unsigned number in a long: compare it with {@link Long#compareUnsigned}. */
    long readUint64(String what) throws WireException {
        return ByteBuffer.wrap(bytes).getLong(advance(Long.BYTES, what));
    }

    byte[] readString(String what) throws WireException {
        int length = readLength(what);
        int from = advance(length, what);
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    /** A reader of the string's content alone; the caller asks it to be at its end. */
    WireReader readNested(String what) throws WireException {
        int length = readLength(what);
        int from = advance(length, what);
        return new WireReader(bytes, from, from + length);
    }

    /** The name of a type, curve or option: printable ASCII without blanks, at most 64 characters (RFC 4251, section 6). */
    String readName(String what) throws WireException {
        byte[] name = readString(what);
        if (name.length == 0 || name.length > NAME_LIMIT) {
            throw new WireException(what + " is a name of " + name.length + " bytes, not of 1 to " + NAME_LIMIT);
        }
        for (byte b : name) {
            if (b <= ' ' || b > '~') {
                throw new WireException(what + " is a name with a byte that is not printable ASCII");
            }
        }
        return new String(name, StandardCharsets.US_ASCII);
    }

    /** UTF-8 text without NUL, which OpenSSH's {@code sshbuf_get_cstring} refuses too. */
    String readText(String what) throws WireException {
        return text(readString(what), what);
    }

    static String text(byte[] utf8, String what) throws WireException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw new WireException(what + " holds a NUL");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new WireException(what + " is not UTF-8", e);
        }
    }

    /** A number that is not negative and is written in the fewest bytes. */
    BigInteger readMpint(String what) throws WireException {
        byte[] number = readString(what);
        if (number.length == 0) {
            return BigInteger.ZERO;
        }
        if (number[0] < 0) {
            throw new WireException(what + " is negative");
        }
        boolean shorterWouldDo = number[0] == 0 && (number.length == 1 || number[1] >= 0);
        if (shorterWouldDo) {
            throw new WireException(what + " has leading zeros");
        }
        return new BigInteger(number);
    }

    private int readLength(String what) throws WireException {
        long length = readUint32(what);
        if (length > end - position) {
            throw new WireException(what + " claims " + length + " bytes where " + (end - position) + " are left");
        }
        return (int) length;
    }

    private int advance(int length, String what) throws WireException {
        if (length > end - position) {
            throw new WireException("the data ends within " + what);
        }
        int from = position;
        position += length;
        return from;
    }
}
