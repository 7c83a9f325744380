package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a {@link CertificateAuthority} is asked to sign. It can only be something that OpenSSH accepts and that can be
 * revoked: numbered, with principals, and within a stretch of time. Immutable.
 *
 * @param subject the key to certify
 * @param type for a person or for a host
 * @param serial not 0
 * @param keyId what logs show: printable ASCII, since sshd writes it as it is
 * @param principals from 1 to 256 names of printable ASCII
 * @param validAfter the first second, with any fraction of it dropped
 * @param validBefore the first second no longer valid, likewise
 * @param criticalOptions values by name, an empty one for a flag; none for a host
 * @param extensions likewise
 * @param grounds the grant tokens under which it is asked for, for a signer that looks at them itself; not part of it
 */
public record CertificateTemplate(
        SshPublicKey subject,
        Certificate.Type type,
        long serial,
        String keyId,
        List<String> principals,
        Instant validAfter,
        Instant validBefore,
        Map<String, String> criticalOptions,
        Map<String, String> extensions,
        List<String> grounds) {

    private static final int KEY_ID_LIMIT = 1024;
    private static final int PRINCIPAL_LIMIT = 255;
    private static final int NAME_LIMIT = 64;
    private static final int VALUE_LIMIT = 4096;

    public CertificateTemplate {
        requireNonNull(subject, "subject is null");
        requireNonNull(type, "type is null");
        if (serial == 0) {
            throw new IllegalArgumentException("serial is 0, which could not be revoked");
        }
        requirePrintable("keyId", keyId, KEY_ID_LIMIT);
        principals = List.copyOf(principals);
        if (principals.isEmpty() || principals.size() > CertificateBody.MAX_PRINCIPALS) {
            throw new IllegalArgumentException("there are " + principals.size() + " principals, not 1 to 256");
        }
        principals.forEach(principal -> requirePrintable("principal", principal, PRINCIPAL_LIMIT));
        requireNonNull(validAfter, "validAfter is null");
        requireNonNull(validBefore, "validBefore is null");
        if (validAfter.getEpochSecond() <= 0 || validAfter.getEpochSecond() >= validBefore.getEpochSecond()) {
            throw new IllegalArgumentException("the time from " + validAfter + " to " + validBefore + " is none");
        }
        criticalOptions = Map.copyOf(criticalOptions);
        extensions = Map.copyOf(extensions);
        grounds = List.copyOf(grounds);
        requireOptions(criticalOptions);
        requireOptions(extensions);
        // sshkey.c refuses a host certificate with critical options, and defines no extension for one.
        if (type == Certificate.Type.HOST && !(criticalOptions.isEmpty() && extensions.isEmpty())) {
            throw new IllegalArgumentException("a host certificate has no options");
        }
    }

    /** One for which no signer asks on what grounds. */
    public CertificateTemplate(
            SshPublicKey subject,
            Certificate.Type type,
            long serial,
            String keyId,
            List<String> principals,
            Instant validAfter,
            Instant validBefore,
            Map<String, String> criticalOptions,
            Map<String, String> extensions) {
        this(subject, type, serial, keyId, principals, validAfter, validBefore, criticalOptions, extensions, List.of());
    }

    /** A host's certificate. */
    public static CertificateTemplate host(
            SshPublicKey subject,
            long serial,
            String keyId,
            List<String> principals,
            Instant validAfter,
            Instant validBefore) {
        return new CertificateTemplate(
                subject, Certificate.Type.HOST, serial, keyId, principals, validAfter, validBefore, Map.of(), Map.of());
    }

    /** A user's certificate, with extensions that are flags. */
    public static CertificateTemplate user(
            SshPublicKey subject,
            long serial,
            String keyId,
            List<String> principals,
            Instant validAfter,
            Instant validBefore,
            Map<String, String> criticalOptions,
            Set<String> extensions) {
        return new CertificateTemplate(
                subject,
                Certificate.Type.USER,
                serial,
                keyId,
                principals,
                validAfter,
                validBefore,
                criticalOptions,
                flags(extensions));
    }

    /** The same, asked for under these grant tokens. */
    CertificateTemplate under(List<String> tokens) {
        return new CertificateTemplate(
                subject, type, serial, keyId, principals, validAfter, validBefore, criticalOptions, extensions, tokens);
    }

    private static Map<String, String> flags(Set<String> names) {
        return names.stream().collect(Collectors.toUnmodifiableMap(name -> name, name -> ""));
    }

    private static void requireOptions(Map<String, String> options) {
        options.forEach((name, value) -> {
            requirePrintable("option", name, NAME_LIMIT);
            if (name.indexOf(' ') >= 0) {
                throw new IllegalArgumentException("option \"" + name + "\" has a blank in its name");
            }
            if (!value.isEmpty()) {
                requirePrintable("option " + name, value, VALUE_LIMIT);
            }
        });
    }

    private static void requirePrintable(String what, String text, int limit) {
        requireNonNull(text, () -> what + " is null");
        if (text.isEmpty() || text.length() > limit || !text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new IllegalArgumentException(what + " is not of 1 to " + limit + " printable ASCII characters");
        }
    }
}
