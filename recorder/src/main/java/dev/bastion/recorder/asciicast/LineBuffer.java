package dev.bastion.recorder.asciicast;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes to which lines are written before they go to a file in one piece. For one thread. */
public final class LineBuffer {

    /** What a buffer keeps when it is cleared; more is given back. */
    private static final int KEPT = 512 << 10;

    private byte[] bytes;
    private int size;

    public LineBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /** The array itself; valid up to {@link #size()} and until the next write. */
    public byte[] array() {
        return bytes;
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[KEPT];
        }
    }

    /** Takes back what was written past an earlier size. */
    public void cutTo(int earlier) {
        if (earlier > size) {
            throw new IllegalArgumentException("size " + earlier + " is past the present one, " + size);
        }
        size = earlier;
    }

    public void ascii(char one) {
        room(1);
        bytes[size++] = (byte) one;
    }

    public void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public void bytes(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    /** A whole number, not below zero. */
    public void number(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("number " + value + " is below zero");
        }
        int digits = digitsOf(value);
        room(digits);
        long rest = value;
        for (int at = size + digits - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
    }

    /** Microseconds as decimal seconds, without trailing zeros but with one decimal at least: {@code 0.0}, {@code 12.25}. */
    public void seconds(long micros) {
        number(micros / 1_000_000);
        ascii('.');
        room(6);
        int fraction = (int) (micros % 1_000_000);
        for (int at = size + 5; at >= size; at--) {
            bytes[at] = (byte) ('0' + fraction % 10);
            fraction /= 10;
        }
        int last = size + 5;
        while (last > size && bytes[last] == '0') {
            last--;
        }
        size = last + 1;
    }

    private static int digitsOf(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** Makes room for so many more bytes. */
    void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }

    void advanceTo(int newSize) {
        size = newSize;
    }
}
