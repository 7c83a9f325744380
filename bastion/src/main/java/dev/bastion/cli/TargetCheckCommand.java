package dev.bastion.cli;

import dev.bastion.policy.Target;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description =
                "log in on a target with a certificate that permits nothing, open nothing, and say whether it let the bastion in",
        sortOptions = false)
final class TargetCheckCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "TARGET", description = "by name or alias")
    String name;

    @Option(names = "--login", paramLabel = "LOGIN", description = "only this one; all of its logins when left out")
    List<String> logins = List.of();

    @Mixin
    ByOption by = new ByOption();

    @Mixin
    ConfigOption config = new ConfigOption();

    TargetCheckCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        HostsHere hosts = new HostsHere(around, config.read(around));
        Target target = hosts.named(name);
        return hosts.lettingIn(target, chosen(target, logins), by.name) ? ExitCode.DONE : ExitCode.REFUSED;
    }

    /** The logins that were typed, each of which the target has; all where none was. */
    static List<String> chosen(Target target, List<String> typed) {
        for (String login : typed) {
            if (!target.logins().contains(login)) {
                throw new Complaint(
                        "'%s' has no login '%s'".formatted(target.name(), login),
                        "it has: " + String.join(", ", target.logins()));
            }
        }
        return typed.isEmpty() ? target.logins() : typed;
    }
}
