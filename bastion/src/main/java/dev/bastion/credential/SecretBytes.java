package dev.bastion.credential;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * A secret in memory, wiped when it is closed, which no log, error or {@code toString} shows. Whoever holds it closes it;
 * closing twice is harmless. Not to be used by two threads at once.
 */
public final class SecretBytes implements AutoCloseable {
    private final byte[] bytes;

    /** Takes the array over: it is wiped with this. */
    public SecretBytes(byte[] bytes) {
        this.bytes = requireNonNull(bytes, "bytes is null");
    }

    /** The array itself and no copy, all zero once it is closed. */
    public byte[] bytes() {
        return bytes;
    }

    /** The same without what ends its last line, as files and programs end it; this one is closed. */
    SecretBytes withoutLineEnd() {
        int length = bytes.length;
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
            length--;
        }
        SecretBytes stripped = new SecretBytes(Arrays.copyOf(bytes, length));
        close();
        return stripped;
    }

    boolean empty() {
        return bytes.length == 0;
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
