package dev.bastion.policy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits a blob of length-prefixed strings (RFC 4251 section 5). */
final class BlobFields {

    private BlobFields() {}

    /** Nothing when the lengths do not come out at the very end. */
    static Optional<List<byte[]>> of(byte[] blob) {
        List<byte[]> fields = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(blob);
        while (rest.hasRemaining()) {
            if (rest.remaining() < Integer.BYTES) {
                return Optional.empty();
            }
            int length = rest.getInt();
            if (length < 0 || length > rest.remaining()) {
                return Optional.empty();
            }
            byte[] field = new byte[length];
            rest.get(field);
            fields.add(field);
        }
        return Optional.of(fields);
    }
}
