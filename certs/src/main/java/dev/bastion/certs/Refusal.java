package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

/**
 * Why a certificate opens nothing, in the order in which {@link CertificateChecker} asks.
 *
 * <p>Each has two texts: the {@link #name} is the code for logs, metrics and JSON, and {@link #sentence} with {@link
 * #hint} is for the person. Neither says anything about targets or other people.
 */
public enum Refusal {
    NOT_A_CERTIFICATE("this is no certificate that can be read here", Refusal.FETCH),
    HOST_CERTIFICATE("this certificate is one for hosts, not for people", Refusal.FETCH),
    UNKNOWN_AUTHORITY("this certificate is signed by an authority that is not trusted here", Refusal.FETCH),
    AUTHORITY_ALGORITHM("this certificate is signed with an algorithm that is not accepted", Refusal.FETCH),
    BAD_SIGNATURE("the signature of this certificate is wrong", Refusal.FETCH),
    WEAK_KEY(
            "this certificate rests on an rsa key of less than " + RsaKey.CERTIFICATE_BITS + " bits",
            "make a key with: ssh-keygen -t ed25519"),
    NOT_YET_VALID("this certificate is not valid yet", "compare the clock of this machine with the bastion's"),
    EXPIRED("this certificate has expired", Refusal.FETCH),
    NO_SERIAL("this certificate has no serial number and could never be revoked", Refusal.FETCH),
    REVOKED("this certificate has been revoked", "ask an administrator why, or request access anew"),
    NO_PRINCIPALS("this certificate names nobody", Refusal.FETCH),
    TOO_MANY_PRINCIPALS("this certificate names more than one person", Refusal.FETCH),
    PRINCIPAL_NOT_LISTED("this certificate is somebody else's", Refusal.FETCH),
    UNKNOWN_CRITICAL_OPTION("this certificate asks for something that is not supported here", Refusal.FETCH),
    SOURCE_ADDRESS("this certificate may not be used from this address", "connect from where it was meant to be used"),
    TOUCH_MISSING("the security key was not touched", "touch the security key when it blinks"),
    PIN_MISSING(
            "the security key did not ask for its pin",
            "use a key made with: ssh-keygen -t ed25519-sk -O verify-required");

    private static final String FETCH = "fetch a new one with: ssh bastion cert";

    private final String sentence;
    private final String hint;

    Refusal(String sentence, String hint) {
        this.sentence = requireNonNull(sentence, "sentence is null");
        this.hint = requireNonNull(hint, "hint is null");
    }

    /** For the log, for example {@code UNKNOWN_AUTHORITY}. */
    public String code() {
        return name();
    }

    /** For the person: what is wrong. */
    public String sentence() {
        return sentence;
    }

    /** Whether a certificate that is fetched anew would do. */
    public boolean mendedByFetching() {
        return hint.equals(FETCH);
    }

    /** For the person: what to do, without {@code hint:} before it. */
    public String hint() {
        return hint;
    }
}
