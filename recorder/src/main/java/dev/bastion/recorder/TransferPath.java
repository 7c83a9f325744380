package dev.bastion.recorder;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file's name as a client sent it: raw bytes, which need not be text and are never trusted as such.
 *
 * @param text readable: what is not printable Unicode, and the backslash, written as {@code \xNN}
 * @param hex the exact bytes where they are not UTF-8
 */
public record TransferPath(String text, Optional<String> hex) {

    public TransferPath {
        requireNonNull(text, "text is null");
        requireNonNull(hex, "hex is null");
    }

    /** The name for these bytes. */
    public static TransferPath of(byte[] bytes) {
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new TransferPath(escaped(decoded), Optional.empty());
        } catch (CharacterCodingException notText) {
            return new TransferPath(
                    asciiEscaped(bytes), Optional.of(HexFormat.of().formatHex(bytes)));
        }
    }

    private static String escaped(String decoded) {
        StringBuilder out = new StringBuilder(decoded.length());
        decoded.codePoints().forEach(point -> {
            if (harmless(point)) {
                out.appendCodePoint(point);
            } else {
                appendEscaped(out, Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        });
        return out.toString();
    }

    private static boolean harmless(int point) {
        return switch (Character.getType(point)) {
            // FORMAT holds the marks that turn the direction of writing, which make one name look like another.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> point != '\\';
        };
    }

    private static String asciiEscaped(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length);
        for (byte one : bytes) {
            if (one >= ' ' && one < 0x7f && one != '\\') {
                out.append((char) one);
            } else {
                appendEscaped(out, new byte[] {one});
            }
        }
        return out.toString();
    }

    private static void appendEscaped(StringBuilder out, byte[] bytes) {
        for (byte one : bytes) {
            out.append("\\x").append(HexFormat.of().toHexDigits(one));
        }
    }
}
