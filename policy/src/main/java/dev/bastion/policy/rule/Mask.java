package dev.bastion.policy.rule;

/** What a rule may have hidden on terminals. */
public enum Mask {
    PAN("pan"),
    IBAN("iban"),
    SSN("ssn"),
    EMAIL("email"),
    AWS_KEY("aws-key"),
    JWT("jwt"),
    PRIVATE_KEY("private-key"),
    PASSWORD("password");

    private final String word;

    Mask(String word) {
        this.word = word;
    }

    /** The word that policies use. */
    public String word() {
        return word;
    }
}
