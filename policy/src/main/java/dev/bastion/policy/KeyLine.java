package dev.bastion.policy;

import dev.bastion.policy.text.Plain;
import java.util.Base64;
import java.util.Optional;

/**
 * Reads a public key as one line of OpenSSH's {@code .pub} files: type, base64, comment. Options as in
 * {@code authorized_keys} are refused, since nothing here would heed them.
 */
public final class KeyLine {

    private static final int MAX_CHARACTERS = 8 * 1024;
    private static final String HOW = "paste the line of the .pub file: ssh-ed25519 AAAA… name";

    private KeyLine() {}

    /** The key, its type and the form of its blob checked. */
    public static KeyReading read(String line) {
        if (line.length() > MAX_CHARACTERS) {
            return new KeyReading.Faulty("a key line has at most " + MAX_CHARACTERS + " characters", HOW);
        }
        String[] parts = line.strip().split("[ \t]+", 3);
        if (!KeyType.looksLikeType(parts[0])) {
            return new KeyReading.Faulty("'" + Plain.shown(parts[0]) + "' is not a key type", HOW);
        }
        Optional<KeyType> type = KeyType.of(parts[0]);
        if (type.isEmpty()) {
            return new KeyReading.Faulty(
                    "keys of type '" + Plain.shown(parts[0]) + "' are not taken", "taken are: " + KeyType.listed());
        }
        return parts.length < 2
                ? new KeyReading.Faulty("the key itself is missing behind its type", HOW)
                : blob(type.get(), parts[1], parts.length > 2 ? parts[2].strip() : "");
    }

    private static KeyReading blob(KeyType type, String base64, String comment) {
        byte[] blob;
        try {
            blob = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new KeyReading.Faulty("the key is not base64", HOW);
        }
        return type.fault(blob)
                .<KeyReading>map(fault -> new KeyReading.Faulty(fault, HOW))
                .orElseGet(() -> new KeyReading.Read(new IdentityKey(type.word(), base64, comment)));
    }
}
