package dev.bastion.factor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Codes for whoever has lost their authenticator: 80 random bits each, so that a plain digest keeps them. Stateless. */
final class RecoveryCodes {
    static final int COUNT = 10;

    /** Crockford's base 32: nothing that could be read as something else. */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int LENGTH = 16;
    private static final Pattern FORM = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");
    private static final Pattern SPACING = Pattern.compile("[ -]");

    private RecoveryCodes() {}

    static List<String> generate(SecureRandom random) {
        return Stream.generate(() -> one(random)).limit(COUNT).toList();
    }

    static boolean isCode(String typed) {
        return FORM.matcher(plain(typed)).matches();
    }

    /** SHA-256, in hex, of a code as it was typed: blanks, hyphens and case do not count. */
    static String digest(String code) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(plain(code).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String one(SecureRandom random) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(i > 0 && i % 4 == 0 ? "-" : "").append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }

    private static String plain(String typed) {
        return SPACING.matcher(typed).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
