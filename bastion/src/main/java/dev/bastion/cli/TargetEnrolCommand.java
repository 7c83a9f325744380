package dev.bastion.cli;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.MalformedCertificateException;
import dev.bastion.enrol.Act;
import dev.bastion.enrol.Enrolment;
import dev.bastion.enrol.EnrolmentScript;
import dev.bastion.policy.Target;
import dev.bastion.policy.text.Durations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "enrol",
        description = "print the script with which a host joins, or run it there and take it back if the check fails",
        sortOptions = false)
final class TargetEnrolCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "TARGET", description = "by name or alias; access.yaml has it already")
    String name;

    @Option(
            names = "--over",
            paramLabel = "COMMAND",
            description =
                    "what reaches a root shell there, like \"ssh root@10.0.0.5\": runs the script instead of printing it")
    String over;

    @Option(names = "--report", description = "change nothing: show the host's keys and the ways into it")
    boolean report;

    @Option(names = "--undo", description = "take everything out again")
    boolean undo;

    @Option(names = "--authorized-keys-none", description = "agree that sshd reads no authorized_keys any more")
    boolean authorizedKeysNone;

    @Option(
            names = "--kill-user-processes",
            description = "agree that logind ends what a login leaves running, tmux included")
    boolean killUserProcesses;

    @Option(
            names = "--host-certificate",
            paramLabel = "FILE",
            description = "certificates of its host keys, one a line, to be installed")
    List<Path> certificates = List.of();

    @Option(names = "--login", paramLabel = "LOGIN", description = "check only this login; all when left out")
    List<String> logins = List.of();

    @Option(
            names = "--confirm-within",
            paramLabel = "LENGTH",
            description = "what nobody confirmed by then is taken back, 10s to 1h; 5m when left out")
    String confirmWithin;

    @Mixin
    ByOption by = new ByOption();

    @Mixin
    ConfigOption config = new ConfigOption();

    TargetEnrolCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        HostsHere hosts = new HostsHere(around, config.read(around));
        Target target = hosts.named(name);
        List<String> checked = TargetCheckCommand.chosen(target, logins);
        EnrolmentScript script = hosts.joining().script(target, hostCertificates(), terms());
        if (over != null) {
            return new OverConnection(around, over)
                    .run(script.file(act()), act(), () -> hosts.lettingIn(target, checked, by.name));
        }
        around.out().print(script.piped(act()));
        tellHow(target);
        return ExitCode.DONE;
    }

    private Act act() {
        if (report && undo) {
            throw new Complaint("--report and --undo are two things", "give one of them");
        }
        return report ? Act.REPORT : undo ? Act.UNDO : Act.ENROL;
    }

    private void tellHow(Target target) {
        around.hint("… | ssh root@%s sh -s".formatted(target.address()));
        if (act() == Act.ENROL) {
            around.hint("bastion target check %s tells whether it worked".formatted(target.name()));
            around.hint("ssh root@%s sh /etc/ssh/bastion/state/script confirm keeps it".formatted(target.address()));
        }
    }

    private Enrolment.Terms terms() {
        Duration within = confirmWithin == null
                ? Enrolment.Terms.USUAL
                : Durations.parse(confirmWithin).orElse(Duration.ZERO);
        try {
            return new Enrolment.Terms(authorizedKeysNone, killUserProcesses, within);
        } catch (IllegalArgumentException outOfRange) {
            throw new Complaint("'%s' is no length from 10s to 1h".formatted(confirmWithin), "--confirm-within 5m");
        }
    }

    private List<Certificate> hostCertificates() throws IOException {
        List<Certificate> read = new ArrayList<>();
        for (String line : KeyLines.of(around, List.of(), certificates)) {
            read.add(hostCertificate(line));
        }
        return read;
    }

    private static Certificate hostCertificate(String line) {
        try {
            Certificate certificate = Certificate.parseLine(line);
            if (certificate.type() == Certificate.Type.HOST) {
                return certificate;
            }
            throw new Complaint("a user's certificate is no host's", "give the line of ssh_host_ed25519_key-cert.pub");
        } catch (MalformedCertificateException malformed) {
            throw new Complaint(
                    "that is no certificate: " + malformed.getMessage(),
                    "give the line of ssh_host_ed25519_key-cert.pub");
        }
    }
}
