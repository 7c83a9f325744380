package dev.bastion.certs;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the data types of RFC 4251, section 5, the counterpart of {@link WireReader}. Used by one thread. */
final class WireWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    WireWriter writeByte(int value) {
        out.write(value);
        return this;
    }

    WireWriter writeUint32(long value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt((int) value).array());
        return this;
    }

    WireWriter writeUint64(long value) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return this;
    }

    WireWriter writeRaw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    WireWriter writeString(byte[] bytes) {
        return writeUint32(bytes.length).writeRaw(bytes);
    }

    WireWriter writeText(String text) {
        return writeString(text.getBytes(StandardCharsets.UTF_8));
    }

    WireWriter writeMpint(BigInteger number) {
        if (number.signum() < 0) {
            throw new IllegalArgumentException("number is negative");
        }
        return writeString(number.signum() == 0 ? new byte[0] : number.toByteArray());
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }
}
