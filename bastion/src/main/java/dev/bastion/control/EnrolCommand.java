package dev.bastion.control;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.MalformedCertificateException;
import dev.bastion.enrol.Act;
import dev.bastion.enrol.Enrolment;
import dev.bastion.enrol.EnrolmentScript;
import dev.bastion.policy.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints, and does nothing by itself: whoever has root on the host pipes it there. */
@Command(name = "enrol")
final class EnrolCommand extends ControlCommand {
    private static final int MOST_BYTES = 1 << 20;

    @Parameters(paramLabel = "TARGET", description = "the host, by name or alias")
    String name;

    @Option(names = "--report", description = "a script that changes nothing and shows the ways into the host")
    boolean report;

    @Option(names = "--undo", description = "a script that takes everything out again")
    boolean undo;

    @Option(names = "--authorized-keys-none", description = "agree that sshd reads no authorized_keys any more")
    boolean authorizedKeysNone;

    @Option(
            names = "--kill-user-processes",
            description = "agree that logind ends what a login leaves running, tmux included")
    boolean killUserProcesses;

    @Option(
            names = "--host-certificates",
            description = "read certificates of its host keys from standard input, one a line, to be installed")
    boolean hostCertificates;

    @Option(
            names = "--confirm-within",
            paramLabel = "LENGTH",
            description = "what nobody confirmed by then is taken back, 10s to 1h; 5m when left out")
    String confirmWithin;

    @Override
    Outcome run(Call call) {
        if (report && undo) {
            throw new UsageException("--report and --undo are two things", "give one of them");
        }
        Optional<Target> target = call.policy().target(name);
        if (target.isEmpty()) {
            return Outcome.notFound("target '%s'".formatted(PlainText.line(name, 60)), "ssh bastion targets");
        }
        try {
            EnrolmentScript script = call.context().joining().script(target.get(), certificates(call), terms());
            return told(call, target.get(), script.piped(act()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Act act() {
        return report ? Act.REPORT : undo ? Act.UNDO : Act.ENROL;
    }

    private Outcome told(Call call, Target target, String script) throws IOException {
        if (json) {
            return Outcome.answer(Json.object().put("script", script), new Page());
        }
        call.channel().out().write(script.getBytes(StandardCharsets.US_ASCII));
        call.channel().out().flush();
        String bastion = call.context().profile().name();
        call.printer().say("hint: … | ssh root@%s sh -s".formatted(target.address()));
        if (act() == Act.ENROL) {
            call.printer()
                    .say("hint: ssh %s target check %s tells whether it worked".formatted(bastion, target.name()));
            call.printer()
                    .say("hint: ssh root@%s sh /etc/ssh/bastion/state/script confirm keeps it"
                            .formatted(target.address()));
        }
        return new Outcome.Streamed(Exit.DONE);
    }

    private Enrolment.Terms terms() {
        Duration within = confirmWithin == null ? Enrolment.Terms.USUAL : Typed.length(confirmWithin);
        try {
            return new Enrolment.Terms(authorizedKeysNone, killUserProcesses, within);
        } catch (IllegalArgumentException outOfRange) {
            throw new UsageException(
                    "'%s' is no length from 10s to 1h".formatted(PlainText.line(confirmWithin, 40)),
                    "--confirm-within 5m");
        }
    }

    private List<Certificate> certificates(Call call) throws IOException {
        if (!hostCertificates) {
            return List.of();
        }
        byte[] typed = call.channel().in().readNBytes(MOST_BYTES);
        List<Certificate> read = new ArrayList<>();
        for (String line : new String(typed, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .toList()) {
            if (!line.isEmpty()) {
                read.add(certificate(line));
            }
        }
        return read;
    }

    private static Certificate certificate(String line) {
        String hint = "pipe in the lines of ssh_host_…_key-cert.pub";
        try {
            Certificate certificate = Certificate.parseLine(line);
            if (certificate.type() == Certificate.Type.HOST) {
                return certificate;
            }
            throw new UsageException("a user's certificate is no host's", hint);
        } catch (MalformedCertificateException malformed) {
            throw new UsageException("that is no certificate: " + malformed.getMessage(), hint);
        }
    }
}
