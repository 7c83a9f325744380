package dev.bastion.enrol;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.IdentityKey;
import dev.bastion.policy.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The POSIX shell script with which a host joins: values first, each in single quotes, and behind them the same text for
 * every host. It holds public keys and nothing that would have to be kept secret. Immutable.
 */
public final class EnrolmentScript {
    /** What the script prints, on a line of its own, once the host has changed and somebody has to say whether it stays. */
    public static final String AWAITING = "awaiting confirmation";

    /** What it reads then; anything else, and the end of its input, takes everything back. */
    public static final String CONFIRM = "confirm";

    private static final String SAME_FOR_ALL = read("enrol.sh");
    private static final String END = "END OF ENROLMENT";

    private final Enrolment enrolment;

    public EnrolmentScript(Enrolment enrolment) {
        this.enrolment = requireNonNull(enrolment, "enrolment is null");
    }

    /** The script as a file, to be run by {@code sh FILE WORD [stdin]}. */
    public String file(Act act) {
        return "#!/bin/sh\nset -eu\n" + values(act) + SAME_FOR_ALL;
    }

    /** The script as it is printed: it may be read from a pipe, for it writes itself into a file before it runs. */
    public String piped(Act act) {
        return """
                #!/bin/sh
                # %s and the bastion "%s": %s. To be run by root on that host; words behind it, as in "sh -s -- undo", say otherwise.
                set -eu
                umask 077
                unpacked=$(mktemp)
                trap 'rm -f "$unpacked"' EXIT
                cat >"$unpacked" <<'%s'
                """.formatted(oneLine(enrolment.target().name()), oneLine(enrolment.bastion()), act.word(), END)
                + file(act)
                + END + "\n"
                + "if [ -t 0 ]; then sh \"$unpacked\" \"$@\"; else sh \"$unpacked\" \"$@\" </dev/null; fi\n";
    }

    private String values(Act act) {
        Target target = enrolment.target();
        Enrolment.Terms terms = enrolment.terms();
        return value("act", act.word())
                + value("name", oneLine(target.name()))
                + value("bastion", oneLine(enrolment.bastion()))
                + value(
                        "authorities",
                        lines(enrolment.authorities().stream()
                                .map(SshPublicKey::line)
                                .toList()))
                + value("logins", String.join(" ", target.logins()))
                + value(
                        "principals",
                        target.logins().stream()
                                .map(login -> login + "=" + target.principal(login))
                                .collect(Collectors.joining(" ")))
                + value("roles", target.principals().isEmpty() ? "no" : "yes")
                + value("krl", enrolment.revocations().orElse(""))
                + value("krl_file", "/etc/ssh/bastion/krl")
                + value(
                        "certificates",
                        lines(enrolment.hostCertificates().stream()
                                .map(certificate -> certificate.line(""))
                                .toList()))
                + value(
                        "pinned",
                        lines(target.hostKeys().stream()
                                .map(EnrolmentScript::bare)
                                .toList()))
                + value("port", Integer.toString(target.port()))
                + value(
                        "source",
                        enrolment
                                .source()
                                .map(address -> address.getHostAddress())
                                .orElse(""))
                + value("authorized_keys_none", terms.authorizedKeysNone() ? "yes" : "no")
                + value("kill_user_processes", terms.killUserProcesses() ? "yes" : "no")
                + value("confirm_within", Long.toString(terms.confirmWithin().toSeconds()));
    }

    private static String bare(IdentityKey key) {
        return key.type() + " " + key.base64();
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(EnrolmentScript::oneLine).map(String::strip).collect(Collectors.joining("\n"));
    }

    /** Between single quotes the shell reads every character as itself but the quote. */
    private static String value(String name, String text) {
        return name + "='" + text.replace("'", "'\\''") + "'\n";
    }

    private static String oneLine(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("a value for a script is one line of ASCII");
        }
        return text;
    }

    private static String read(String name) {
        try (InputStream in = EnrolmentScript.class.getResourceAsStream(name)) {
            return new String(requireNonNull(in, name).readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
