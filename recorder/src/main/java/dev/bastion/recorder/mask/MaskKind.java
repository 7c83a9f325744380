package dev.bastion.recorder.mask;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** What is recognised and made unreadable. Of two matches of one text the kind that stands first here is counted. */
public enum MaskKind {
    /** The body of a PEM block with a private key (RFC 7468). */
    PRIVATE_KEY("private-key", "private key"),
    /** A JSON web token (RFC 7519), all but its first letters and its dots. */
    JWT("jwt", "web token"),
    /** A card number (ISO/IEC 7812), all but the first six digits and the last four. */
    PAN("pan", "card number"),
    /** An account number (ISO 13616), all but country, check digits and the last four. */
    IBAN("iban", "account number"),
    /** A social security number of the United States, all but the area. */
    SSN("ssn", "social security number"),
    /** The id of an AWS access key, all but its kind. */
    AWS_KEY("aws-key", "AWS key id"),
    /** An e-mail address, all but its domain. */
    EMAIL("email", "mail address", "mail addresses"),
    /** What follows {@code password=} and its like, and the password of a URL. */
    PASSWORD("password", "password");

    private final String word;
    private final String one;
    private final String many;

    MaskKind(String word, String one) {
        this(word, one, one + "s");
    }

    MaskKind(String word, String one, String many) {
        this.word = requireNonNull(word, "word is null");
        this.one = one;
        this.many = many;
    }

    /** The word of policies, of the ledger and of files. */
    public String word() {
        return word;
    }

    /** The kind of that word. */
    public static Optional<MaskKind> of(String word) {
        for (MaskKind kind : values()) {
            if (kind.word.equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** {@code 1 card number}, {@code 2 card numbers}. */
    public String counted(long count) {
        return count + " " + (count == 1 ? one : many);
    }
}
