package dev.bastion.recorder;

import dev.bastion.recorder.mask.MaskKind;
import dev.bastion.recorder.mask.MaskedStream;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Masks what was typed before it is written, each key with its own time. What may still become something to mask waits for the
 * key that decides, at the latest the end of the line: nobody watches a recording of input, so no pause lets it go. For one
 * thread.
 */
final class InputMask {

    /** Where masked input goes. */
    interface Sink {
        void keep(long nanos, byte[] bytes, int offset, int length);
    }

    /** Bytes that came at once. */
    private static final class Piece {
        private final long nanos;
        private int left;

        Piece(long nanos, int length) {
            this.nanos = nanos;
            this.left = length;
        }
    }

    private final MaskedStream stream;
    private final Sink sink;
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>(1);

    InputMask(Set<MaskKind> kinds, Consumer<MaskKind> counter, Sink sink) {
        this.stream = MaskedStream.ofKeyboard(kinds, counter);
        this.sink = sink;
    }

    void input(long nanos, byte[] bytes, int offset, int length) {
        pieces.add(new Piece(nanos, length));
        stream.feed(bytes, offset, length, this::masked);
    }

    /** Nothing more is typed. */
    void close() {
        stream.pause(this::masked);
    }

    /** Bytes that wait. */
    int held() {
        return stream.held();
    }

    private void masked(byte[] bytes, int offset, int length) {
        int at = offset;
        while (at < offset + length) {
            Piece piece = pieces.getFirst();
            int part = Math.min(piece.left, offset + length - at);
            sink.keep(piece.nanos, bytes, at, part);
            at += part;
            piece.left -= part;
            if (piece.left == 0) {
                pieces.removeFirst();
            }
        }
    }
}
