package dev.bastion.recorder.ledger;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A text and the signatures under it: c2sp.org/signed-note v1.0.0. The text ends with a line break and is signed with
 * it; an empty line parts it from the signatures. Immutable; that it parses says nothing of who signed it: see
 * {@link NoteVerifier}.
 *
 * @param text what was signed
 * @param signatures at least one, at most 100
 */
public record SignedNote(String text, List<NoteSignature> signatures) {

    private static final String DASH = "\u2014 ";
    private static final int MOST_SIGNATURES = 100;
    private static final int KEY_ID_BYTES = 4;

    public SignedNote {
        requireNonNull(text, "text is null");
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new IllegalArgumentException("a note ends with a line break and has no other control character");
        }
        if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
            throw new IllegalArgumentException("a note has 1 to 100 signatures, not " + signatures.size());
        }
    }

    /** Reads a note; the signatures begin after the last empty line. */
    public static SignedNote parse(String note) throws MalformedNoteException {
        requireNonNull(note, "note is null");
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || !note.endsWith("\n")) {
            throw new MalformedNoteException("a note has a text, an empty line, and lines of signatures");
        }
        var block = note.substring(end + 2);
        if (block.isEmpty()) {
            throw new MalformedNoteException("a note has no signature");
        }
        var signatures = new ArrayList<NoteSignature>();
        try {
            for (var line : block.substring(0, block.length() - 1).split("\n", -1)) {
                signatures.add(signature(line));
            }
            return new SignedNote(note.substring(0, end + 1), signatures);
        } catch (IllegalArgumentException e) {
            throw new MalformedNoteException("a note is malformed: " + e.getMessage(), e);
        }
    }

    /** The whole note, as it is stored and sent. */
    public String encoded() {
        var note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(line(signature)));
        return note.toString();
    }

    private static String line(NoteSignature signature) {
        var bytes = signature.signature();
        var payload = ByteBuffer.allocate(KEY_ID_BYTES + bytes.length)
                .putInt(signature.keyId())
                .put(bytes)
                .array();
        return DASH + signature.name() + ' ' + Base64.getEncoder().encodeToString(payload) + '\n';
    }

    private static NoteSignature signature(String line) {
        int blank = line.lastIndexOf(' ');
        if (!line.startsWith(DASH) || blank < DASH.length()) {
            throw new IllegalArgumentException("a signature line is a dash, a name and base64");
        }
        var payload = ByteBuffer.wrap(Base64.getDecoder().decode(line.substring(blank + 1)));
        if (payload.remaining() <= KEY_ID_BYTES) {
            throw new IllegalArgumentException("a signature is too short");
        }
        int keyId = payload.getInt();
        var rest = new byte[payload.remaining()];
        payload.get(rest);
        return new NoteSignature(
                line.substring(DASH.length(), blank), keyId, Base64.getEncoder().encodeToString(rest));
    }

    byte[] signedBytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
