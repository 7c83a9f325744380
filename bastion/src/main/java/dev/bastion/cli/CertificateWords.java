package dev.bastion.cli;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.text.Plain;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Any OpenSSH certificate in sentences. What is in it is a stranger's: it is escaped and cut wherever it is said. Stateless. */
final class CertificateWords {
    private static final Map<String, String> PERMITS = Map.of(
            "permit-pty", "a terminal",
            "permit-port-forwarding", "forwarding of ports",
            "permit-agent-forwarding", "forwarding of the agent",
            "permit-X11-forwarding", "forwarding of X11",
            "permit-user-rc", "~/.ssh/rc");
    private static final int SHOWN = 16;

    private CertificateWords() {}

    /**
     * What it says of itself; nothing of it is believed yet.
     *
     * @param authority what is known of the key that signed it
     */
    static List<String> of(Certificate certificate, Function<SshPublicKey, String> authority, Instant now) {
        List<String> lines = new ArrayList<>();
        boolean host = certificate.type() == Certificate.Type.HOST;
        lines.add("this is a certificate for %s, of type %s"
                .formatted(host ? "a host" : "a person", certificate.typeName()));
        lines.add("it certifies the %s key %s"
                .formatted(certificate.subject().type(), certificate.subject().fingerprint()));
        lines.add("it is signed by %s, %s"
                .formatted(certificate.authority().fingerprint(), authority.apply(certificate.authority())));
        lines.add(serial(certificate));
        lines.add("its key ID is '%s'".formatted(Plain.shown(certificate.keyId())));
        lines.add(principals(certificate, host));
        lines.add(time(certificate, now));
        certificate.criticalOptions().forEach((name, value) -> lines.add(demand(name, value)));
        lines.add(permits(certificate, host));
        certificate.extensions().forEach((name, value) -> {
            if (!PERMITS.containsKey(name)) {
                lines.add(extension(name, value));
            }
        });
        return lines;
    }

    private static String serial(Certificate certificate) {
        return certificate.serial() == 0
                ? "it has no serial, so that it could never be revoked by one"
                : "its serial is " + Long.toUnsignedString(certificate.serial());
    }

    private static String principals(Certificate certificate, boolean host) {
        List<String> names = certificate.principals();
        if (names.isEmpty()) {
            return "it names nobody, which OpenSSH once took for everybody";
        }
        String shown = names.stream()
                .limit(SHOWN)
                .map(name -> "'" + Plain.shown(name) + "'")
                .collect(Collectors.joining(", "));
        String more = names.size() > SHOWN ? " and %d more".formatted(names.size() - SHOWN) : "";
        return (host ? "it is good for the host name " : "it is good for ") + shown + more;
    }

    private static String time(Certificate certificate, Instant now) {
        String from = certificate.validAfter().equals(Instant.EPOCH) ? "ever" : moment(certificate.validAfter());
        String to = moment(certificate.validBefore());
        String state = now.isBefore(certificate.validAfter())
                ? "which is yet to come"
                : now.isBefore(certificate.validBefore()) ? "which is now" : "which is over";
        return "it is valid from %s until %s, %s".formatted(from, to, state);
    }

    private static String moment(Instant at) {
        return at.equals(Instant.MAX) ? "the end of time" : at.toString();
    }

    private static String demand(String name, byte[] value) {
        return switch (name) {
            case "force-command" ->
                "whatever is asked for, a host runs the command '%s' instead".formatted(shown(value));
            case "source-address" -> "it is good only from these addresses: %s".formatted(shown(value));
            case "verify-required" -> "its security key must ask for the PIN at each use";
            default ->
                "it makes a demand that no OpenSSH knows, '%s', so that it is refused everywhere%s"
                        .formatted(Plain.shown(name), value.length == 0 ? "" : ": '" + shown(value) + "'");
        };
    }

    private static String permits(Certificate certificate, boolean host) {
        String list = certificate.extensions().keySet().stream()
                .filter(PERMITS::containsKey)
                .map(PERMITS::get)
                .collect(Collectors.joining(", "));
        if (host) {
            return list.isEmpty()
                    ? "a host's certificate permits nothing, as it should"
                    : "it permits " + list + ", which means nothing in a host's";
        }
        return list.isEmpty() ? "it permits a host nothing but commands" : "it permits " + list;
    }

    private static String extension(String name, byte[] value) {
        return switch (name) {
            case "no-touch-required" -> "its security key need not be touched";
            default ->
                "it carries '%s'%s, which whoever does not know it passes over"
                        .formatted(Plain.shown(name), value.length == 0 ? "" : " = '" + shown(value) + "'");
        };
    }

    private static String shown(byte[] value) {
        return Plain.shown(new String(value, StandardCharsets.UTF_8));
    }
}
