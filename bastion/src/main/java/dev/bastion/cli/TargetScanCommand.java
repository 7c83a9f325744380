package dev.bastion.cli;

import dev.bastion.enrol.HostFindings;
import dev.bastion.policy.Target;
import dev.bastion.policy.text.HostPort;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "scan",
        description = "show the keys with which a host answers, to be compared and then pinned; trusts none of them",
        sortOptions = false)
final class TargetScanCommand implements Callable<Integer> {
    private static final int SSH_PORT = 22;

    private final Surroundings around;

    @Parameters(paramLabel = "HOST[:PORT]", description = "a target of access.yaml by its name, or any host")
    String typed;

    @Mixin
    ConfigOption config = new ConfigOption();

    TargetScanCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        HostsHere hosts = new HostsHere(around, config.read(around));
        Optional<Target> target = hosts.find(typed);
        HostPort place = target.map(known -> new HostPort(known.address(), known.port()))
                .or(() -> HostPort.parse(typed, OptionalInt.of(SSH_PORT)))
                .orElseThrow(() -> new Complaint(
                        "'%s' is neither a target nor a host".formatted(typed), "bastion target scan 10.0.0.5:22"));
        return told(hosts.joining().look(place, target));
    }

    private int told(HostFindings findings) {
        findings.facts().forEach(around::say);
        if (!findings.alarms().isEmpty()) {
            findings.alarms().forEach(around::say);
            around.hint("pin nothing before you know why; ssh-keygen -lf on the host's own console tells its keys");
            return ExitCode.REFUSED;
        }
        findings.lines().forEach(around.out()::println);
        around.hint("compare the fingerprints with ssh-keygen -lf on the host's own console before you pin them");
        return ExitCode.DONE;
    }
}
