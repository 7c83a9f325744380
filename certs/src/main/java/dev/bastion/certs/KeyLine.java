package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.util.Base64;

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
        try {
            return new KeyLine(words[0], Base64.getDecoder().decode(words[1]));
        } catch (IllegalArgumentException e) {
            throw new WireException("the second word of the line is not base64", e);
        }
    }

    String type() {
        return type;
    }

    byte[] blob() {
        return blob;
    }
}
