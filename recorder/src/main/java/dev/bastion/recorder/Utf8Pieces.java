package dev.bastion.recorder;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes a stream of UTF-8 piece by piece; a split character waits for its rest. For one thread. */
final class Utf8Pieces {

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] held = new byte[0];

    String next(byte[] bytes, int length) {
        ByteBuffer in = ByteBuffer.allocate(held.length + length);
        in.put(held).put(bytes, 0, length).flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, out, false);
        held = new byte[in.remaining()];
        in.get(held);
        return out.flip().toString();
    }

    /** What an incomplete character leaves. */
    String rest() {
        String rest = held.length == 0 ? "" : "\ufffd";
        held = new byte[0];
        return rest;
    }
}
