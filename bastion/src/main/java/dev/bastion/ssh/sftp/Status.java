package dev.bastion.ssh.sftp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The codes of a STATUS reply. */
enum Status {
    OK(0),
    EOF(1),
    NO_SUCH_FILE(2),
    PERMISSION_DENIED(3),
    FAILURE(4),
    BAD_MESSAGE(5),
    NO_CONNECTION(6),
    CONNECTION_LOST(7),
    OP_UNSUPPORTED(8);

    private final int code;

    Status(int code) {
        this.code = code;
    }

    /** The word in a record, such as {@code no-such-file}; a code that version 3 does not know as its number. */
    static String word(int code) {
        return Arrays.stream(values())
                .filter(status -> status.code == code)
                .findFirst()
                .map(Status::word)
                .orElseGet(() -> "status-" + Integer.toUnsignedString(code));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    int code() {
        return code;
    }

    boolean is(int other) {
        return code == other;
    }

    /** A whole STATUS packet in answer to a request. */
    byte[] packet(int id, String text) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        int length = 1 + 4 + 4 + 4 + message.length + 4;
        return ByteBuffer.allocate(4 + length)
                .putInt(length)
                .put((byte) Wire.STATUS)
                .putInt(id)
                .putInt(code)
                .putInt(message.length)
                .put(message)
                .putInt(0)
                .array();
    }
}
