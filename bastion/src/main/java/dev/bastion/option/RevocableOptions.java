package dev.bastion.option;

import dev.bastion.certs.Fingerprints;
import dev.bastion.policy.RevocationKind;
import dev.bastion.policy.text.Plain;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The one thing to revoke, as {@code bastion ca revoke} and {@code ssh bastion revoke} take it. For one thread. */
public final class RevocableOptions {
    @Option(names = "--serial", paramLabel = "N", description = "one certificate, of a person or a host")
    private String serial;

    @Option(names = "--key-id", paramLabel = "TEXT", description = "the certificates with this key ID")
    private String keyId;

    @Option(
            names = "--key",
            paramLabel = "SHA256:…",
            description = "a key, by itself and in every certificate, for good")
    private String key;

    @Option(names = "--person", paramLabel = "NAME", description = "the certificates that this person has now")
    private String person;

    @Option(
            names = "--authority",
            paramLabel = "SHA256:…",
            description = "an authority, with everything that it has signed and will sign, for good")
    private String authority;

    /** What somebody typed to be revoked. */
    public sealed interface Thing {}

    /** One certificate, by its serial: unsigned, and never 0. */
    public record Certificate(long serial) implements Thing {}

    /** Whatever bears that name; the desk looks whether there is such a thing. */
    public record Named(RevocationKind kind, String what) implements Thing {}

    /** How many things are named. */
    public int count() {
        return (int) Stream.of(serial, keyId, key, person, authority)
                .filter(Objects::nonNull)
                .count();
    }

    /**
     * The one thing that is named.
     *
     * @throws Mistyped when none is, or several are, or it is no serial
     */
    public Thing thing() {
        if (count() != 1) {
            throw new Mistyped(
                    "name one thing to revoke", "one of --serial, --key-id, --key, --person and --authority");
        }
        if (serial != null) {
            return new Certificate(number(serial));
        }
        if (keyId != null) {
            return new Named(RevocationKind.KEY_ID, keyId);
        }
        if (key != null) {
            return new Named(RevocationKind.KEY, fingerprint(key));
        }
        return person != null
                ? new Named(RevocationKind.PERSON, person)
                : new Named(RevocationKind.AUTHORITY, fingerprint(authority));
    }

    /** As ssh-keygen prints it. */
    private static long number(String typed) {
        try {
            long number = Long.parseUnsignedLong(typed);
            if (number != 0 && !typed.startsWith("+")) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // Said below.
        }
        throw new Mistyped(
                "'%s' is no serial".formatted(Plain.shown(typed)), "ssh-keygen -L -f FILE prints it, a number above 0");
    }

    /** As ssh-keygen prints it; anything else is left for the desk to refuse. */
    private static String fingerprint(String typed) {
        return Fingerprints.isOne(typed) ? Fingerprints.canonical(typed) : typed;
    }
}
