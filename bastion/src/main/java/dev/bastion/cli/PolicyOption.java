package dev.bastion.cli;

import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.ParseContext;
import dev.bastion.policy.PolicyReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The policy that a command looks at: a file by itself, or the one that the configuration names. */
final class PolicyOption {
    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "a policy by itself, without a bastion.yaml; the one that bastion.yaml names when left out")
    Path file;

    @Mixin
    ConfigOption config = new ConfigOption();

    AccessPolicy read(Surroundings around) throws IOException {
        return file == null ? ConfigOption.policy(config.read(around)) : read(file, around);
    }

    /** Targets may lie where a demo's may: whether that is right here, only {@code bastion check} can tell. */
    static AccessPolicy read(Path typed, Surroundings around) throws IOException {
        Path file = around.path(typed);
        if (!Files.isReadable(file)) {
            throw new Complaint("'%s' cannot be read".formatted(typed), "name a policy like access.yaml");
        }
        return switch (AccessPolicy.parse(Files.readString(file), ParseContext.DEMO)) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            case PolicyReading.Broken broken -> throw new BrokenFileException(typed.toString(), broken.problems());
        };
    }
}
