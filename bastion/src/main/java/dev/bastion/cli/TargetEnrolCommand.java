package dev.bastion.cli;

import dev.bastion.certs.Certificate;
import dev.bastion.enrol.Act;
import dev.bastion.enrol.EnrolmentScript;
import dev.bastion.option.EnrolOptions;
import dev.bastion.policy.Target;
import java.io.IOException;
import java.nio.file.Path;
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

    @Mixin
    EnrolOptions terms = new EnrolOptions();

    @Option(
            names = "--host-certificate",
            paramLabel = "FILE",
            description = "certificates of its host keys, one a line, to be installed")
    List<Path> certificates = List.of();

    @Option(names = "--login", paramLabel = "LOGIN", description = "check only this login; all when left out")
    List<String> logins = List.of();

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
        EnrolmentScript script = hosts.joining().script(target, hostCertificates(), terms.terms());
        if (over != null) {
            return new OverConnection(around, over)
                    .run(script.file(terms.act()), terms.act(), () -> hosts.lettingIn(target, checked, by.name));
        }
        around.out().print(script.piped(terms.act()));
        tellHow(target);
        return ExitCode.DONE;
    }

    private void tellHow(Target target) {
        around.hint("… | ssh root@%s sh -s".formatted(target.address()));
        if (terms.act() == Act.ENROL) {
            around.hint("bastion target check %s tells whether it worked".formatted(target.name()));
            around.hint("ssh root@%s sh /etc/ssh/bastion/state/script confirm keeps it".formatted(target.address()));
        }
    }

    private List<Certificate> hostCertificates() throws IOException {
        List<Certificate> read = new ArrayList<>();
        for (String line : KeyLines.of(around, List.of(), certificates)) {
            read.add(EnrolOptions.hostCertificate(line));
        }
        return read;
    }
}
