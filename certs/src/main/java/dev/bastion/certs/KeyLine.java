package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

/** The line form {@code type base64 [comment]} that keys and certificates share. */
final class KeyLine {
    /** Room for the largest certificate in base64, its type and a comment. */
    private static final int LENGTH_LIMIT = 100_000;

    private final String type;
    private final byte[] blob;

    private KeyLine(String type, byte[] blob) {
        this.type = type;
        this.blob = blob;
    }

    static KeyLine parse(String line) throws WireException {
        requireNonNull(line, "line is null");
        if (line.length() > LENGTH_LIMIT) {
            throw new WireException("the line has " + line.length() + " characters, more than any key needs");
        }
        String[] words = line.strip().split("[ \t]+", 3);
        if (words.length < 2) {
            throw new WireException("the line is not of the form \"type base64 comment\"");
        }
        return new KeyLine(words[0], CanonicalBase64.decode(words[1], "the second word of the line is"));
    }

    String type() {
        return type;
    }

    byte[] blob() {
        return blob;
    }
}
