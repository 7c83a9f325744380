package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

/** What {@link SignatureVerifier} found. Immutable. */
public sealed interface SignatureReading {

    /**
     * The signature is this key's, over this message.
     *
     * @param touch whether an authenticator says that somebody touched it (FIDO's UP flag); never so for a key that
     *     lives in no authenticator
     * @param pin whether an authenticator says that it verified the person by PIN or finger (FIDO's UV flag)
     */
    record Valid(boolean touch, boolean pin) implements SignatureReading {}

    /**
     * It is not.
     *
     * @param why a sentence for the log that holds no byte of what the peer sent
     */
    record Invalid(String why) implements SignatureReading {
        public Invalid {
            requireNonNull(why, "why is null");
        }
    }
}
