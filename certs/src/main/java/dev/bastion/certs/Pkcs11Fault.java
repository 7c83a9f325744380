package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a token's driver failed with. SunPKCS11 wraps the driver's return value (PKCS #11 v2.40, section 5.1) in several
 * exceptions of its own; of all their words the value alone is taken.
 *
 * @param code such as {@code CKR_PIN_INCORRECT}; empty where it was no driver's
 * @param forGood whether trying again can only do harm
 */
record Pkcs11Fault(String code, boolean forGood) {
    private static final Pattern CODE = Pattern.compile("CKR_[A-Z0-9_]+");
    private static final int MOST_CAUSES = 10;
    private static final String MISSING = "missing";

    Pkcs11Fault {
        requireNonNull(code, "code is null");
    }

    static Pkcs11Fault of(Throwable thrown) {
        String found = "";
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++, cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            Matcher code = CODE.matcher(message);
            if (code.find()) {
                found = code.group();
            } else if (found.isEmpty() && (message.contains("does not exist") || message.contains("slots"))) {
                found = MISSING;
            }
        }
        return new Pkcs11Fault(found, found.startsWith("CKR_PIN_"));
    }

    SignerUnavailableException told(Pkcs11Token.Place place) {
        return switch (code) {
            case "CKR_PIN_INCORRECT", "CKR_PIN_INVALID", "CKR_PIN_LEN_RANGE" ->
                new SignerUnavailableException(
                        "the " + place + " refuses the PIN, which is not tried again",
                        "put the right one where token.pin-file or token.pin-env says, then start the bastion anew");
            case "CKR_PIN_LOCKED", "CKR_PIN_EXPIRED" ->
                new SignerUnavailableException("the " + place + " is locked", "unlock it with its own tool");
            case "CKR_TOKEN_NOT_PRESENT", "CKR_TOKEN_NOT_RECOGNIZED", "CKR_SLOT_ID_INVALID", MISSING ->
                new SignerUnavailableException(
                        "there is no " + place, "look at token.library and token.slot in bastion.yaml");
            case "" ->
                new SignerUnavailableException("the " + place + " cannot be used", "look at the token and its driver");
            default ->
                new SignerUnavailableException(
                        "the " + place + " is lost: " + code, "look at the token and its driver");
        };
    }
}
