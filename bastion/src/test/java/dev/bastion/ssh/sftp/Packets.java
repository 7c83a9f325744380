package dev.bastion.ssh.sftp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes packets by hand, for what no honest program sends. */
final class Packets {

    private Packets() {}

    /** A packet of fields: Integer is uint32, Long is uint64, String and byte[] are strings. */
    static byte[] packet(int type, Object... fields) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(type);
        for (Object field : fields) {
            body.writeBytes(
                    switch (field) {
                        case Integer number ->
                            ByteBuffer.allocate(4).putInt(number).array();
                        case Long number ->
                            ByteBuffer.allocate(8).putLong(number).array();
                        case String text -> string(text.getBytes(StandardCharsets.UTF_8));
                        case byte[] bytes -> string(bytes);
                        default -> throw new IllegalArgumentException("no field: " + field);
                    });
        }
        return ByteBuffer.allocate(4 + body.size())
                .putInt(body.size())
                .put(body.toByteArray())
                .array();
    }

    private static byte[] string(byte[] bytes) {
        return ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    static byte[] init() {
        return packet(Wire.INIT, 3);
    }

    static byte[] version() {
        return packet(Wire.VERSION, 3);
    }

    static byte[] open(int id, String path, int flags) {
        return packet(Wire.OPEN, id, path, flags, 0);
    }

    static byte[] handle(int id, String handle) {
        return packet(Wire.HANDLE, id, handle);
    }

    static byte[] read(int id, String handle, long offset, int length) {
        return packet(Wire.READ, id, handle, offset, length);
    }

    static byte[] write(int id, String handle, long offset, byte[] content) {
        return packet(Wire.WRITE, id, handle, offset, content);
    }

    static byte[] data(int id, byte[] content) {
        return packet(Wire.DATA, id, content);
    }

    static byte[] close(int id, String handle) {
        return packet(Wire.CLOSE, id, handle);
    }

    static byte[] status(int id, Status status) {
        return packet(Wire.STATUS, id, status.code(), "", "");
    }

    static byte[] join(byte[]... packets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            out.writeBytes(packet);
        }
        return out.toByteArray();
    }

    /** Cuts a stream into its packets; fails if it does not end with a whole one. */
    static List<byte[]> cut(byte[] stream) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        ByteBuffer left = ByteBuffer.wrap(stream);
        while (left.hasRemaining()) {
            byte[] packet = new byte[4 + left.getInt(left.position())];
            left.get(packet);
            packets.add(packet);
        }
        return packets;
    }

    static int type(byte[] packet) {
        return packet[4] & 0xff;
    }

    static int id(byte[] packet) {
        return Fields.u32(packet, 5);
    }

    /** The code of a STATUS packet. */
    static int code(byte[] packet) {
        return Fields.u32(packet, 9);
    }
}
