package dev.bastion.recorder.mask;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the tests of masks share: a stream of a screen with all masks, and what came out of it. */
final class Masking {

    static final Set<MaskKind> ALL = EnumSet.allOf(MaskKind.class);

    final MaskTally tally = new MaskTally();
    final MaskedStream stream;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Masking(Set<MaskKind> kinds) {
        stream = MaskedStream.ofScreen(kinds, tally::add);
    }

    static Masking all() {
        return new Masking(ALL);
    }

    /** The text as it comes out whole. */
    static String masked(String text) {
        return MaskedStream.masked(text, ALL, kind -> {});
    }

    static Map<MaskKind, Long> counts(String text) {
        MaskTally tally = new MaskTally();
        MaskedStream.masked(text, ALL, tally::add);
        return tally.counts();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Masking feed(String text) {
        return feed(bytes(text));
    }

    Masking feed(byte[] bytes) {
        stream.feed(bytes, 0, bytes.length, out::write);
        return this;
    }

    Masking pause() {
        stream.pause(out::write);
        return this;
    }

    String seen() {
        return out.toString(StandardCharsets.UTF_8);
    }

    byte[] seenBytes() {
        return out.toByteArray();
    }

    /** Feeds the bytes in pieces that end there. */
    static byte[] split(byte[] bytes, Set<MaskKind> kinds, int width, MaskTally tally, List<Integer> ends) {
        MaskedStream stream = MaskedStream.ofScreen(kinds, tally::add);
        stream.width(width);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int from = 0;
        for (int end : ends) {
            if (end > from && end <= bytes.length) {
                stream.feed(bytes, from, end - from, all::write);
                from = end;
            }
        }
        stream.feed(bytes, from, bytes.length - from, all::write);
        stream.pause(all::write);
        return all.toByteArray();
    }
}
