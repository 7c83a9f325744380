package dev.bastion.recorder.ledger;

import static java.util.Objects.requireNonNull;

import java.util.Base64;

/**
 * One signature line of a note: the name of the key, four bytes that say which key of that name, and the signature.
 * Immutable.
 *
 * @param name the key's name: no blanks, no plus sign
 * @param keyId the first four bytes of a hash of name and key; a hint, no proof
 * @param base64 the signature itself, in base64, without the key ID
 */
public record NoteSignature(String name, int keyId, String base64) {

    public NoteSignature {
        checkName(name);
        Base64.getDecoder().decode(requireNonNull(base64, "base64 is null"));
    }

    static void checkName(String name) {
        requireNonNull(name, "name is null");
        boolean odd = name.codePoints()
                .anyMatch(c -> c == '+' || c < ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c));
        if (name.isEmpty() || odd) {
            throw new IllegalArgumentException("a key's name is empty, or has a blank or a plus sign: '" + name + "'");
        }
    }

    /** The signature's own bytes. */
    public byte[] signature() {
        return Base64.getDecoder().decode(base64);
    }
}
