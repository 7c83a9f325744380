package dev.bastion.option;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.MalformedCertificateException;
import dev.bastion.enrol.Act;
import dev.bastion.enrol.Enrolment;
import dev.bastion.policy.text.Durations;
import dev.bastion.policy.text.Plain;
import java.time.Duration;
import picocli.CommandLine.Option;

/**
 * What a script does to a host and what an administrator agrees to, as {@code bastion target enrol} and {@code ssh bastion
 * enrol} take it. For one thread.
 */
public final class EnrolOptions {
    @Option(names = "--report", description = "change nothing: show the host's keys and the ways into it")
    private boolean report;

    @Option(names = "--undo", description = "take everything out again")
    private boolean undo;

    @Option(names = "--authorized-keys-none", description = "agree that sshd reads no authorized_keys any more")
    private boolean authorizedKeysNone;

    @Option(
            names = "--kill-user-processes",
            description = "agree that logind ends what a login leaves running, tmux included")
    private boolean killUserProcesses;

    @Option(
            names = "--confirm-within",
            paramLabel = "LENGTH",
            description = "what nobody confirmed by then is taken back, 10s to 1h; 5m when left out")
    private String confirmWithin;

    /** What the script is to do. */
    public Act act() {
        if (report && undo) {
            throw new Mistyped("--report and --undo are two things", "give one of them");
        }
        return report ? Act.REPORT : undo ? Act.UNDO : Act.ENROL;
    }

    /** What is agreed to. */
    public Enrolment.Terms terms() {
        Duration within = confirmWithin == null
                ? Enrolment.Terms.USUAL
                : Durations.parse(confirmWithin).orElse(Duration.ZERO);
        try {
            return new Enrolment.Terms(authorizedKeysNone, killUserProcesses, within);
        } catch (IllegalArgumentException outOfRange) {
            throw new Mistyped(
                    "'%s' is no length from 10s to 1h".formatted(Plain.shown(confirmWithin)), "--confirm-within 5m");
        }
    }

    /** A line of {@code ssh_host_…_key-cert.pub}. */
    public static Certificate hostCertificate(String line) {
        String hint = "give the lines of ssh_host_…_key-cert.pub";
        try {
            Certificate certificate = Certificate.parseLine(line);
            if (certificate.type() == Certificate.Type.HOST) {
                return certificate;
            }
            throw new Mistyped("a user's certificate is no host's", hint);
        } catch (MalformedCertificateException malformed) {
            throw new Mistyped("that is no certificate: " + malformed.getMessage(), hint);
        }
    }
}
