package dev.bastion.cli;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.ConfigReader;
import dev.bastion.config.ConfigReading;
import dev.bastion.config.PolicyOnDisk;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.PolicyReading;
import dev.bastion.policy.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The {@code --config} of every command that needs a bastion.yaml, and what is read by it. */
final class ConfigOption {
    @Option(names = "--config", paramLabel = "FILE", description = "the bastion.yaml; ./bastion.yaml when left out")
    Path file = Path.of("bastion.yaml");

    /**
     * The configuration.
     *
     * @throws BrokenFileException when it has problems
     */
    BastionConfig read(Surroundings around) {
        return switch (reading(around)) {
            case ConfigReading.Accepted accepted -> accepted.config();
            case ConfigReading.Broken broken -> throw new BrokenFileException(shown(), broken.problems());
        };
    }

    ConfigReading reading(Surroundings around) {
        return ConfigReader.read(around.path(file), around.environment());
    }

    /** The file as it was typed, which is how problems name it. */
    String shown() {
        return file.toString();
    }

    /**
     * The policy that the configuration names, held against the bastion's own place.
     *
     * @throws BrokenFileException when it has problems
     */
    static AccessPolicy policy(BastionConfig config) throws IOException {
        return switch (policyReading(config)) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            case PolicyReading.Broken broken ->
                throw new BrokenFileException(config.policy().toString(), broken.problems());
        };
    }

    /**
     * Looks whether a bastion may start with the policy that the configuration names.
     *
     * @throws BrokenFileException when it has problems, or too few have signed it
     */
    static void requireInForce(BastionConfig config) throws IOException {
        switch (policyOnDisk(config).judge(config)) {
            case PolicyOnDisk.Judgement.Accepted accepted -> {}
            case PolicyOnDisk.Judgement.Broken broken ->
                throw new BrokenFileException(
                        config.policy().toString(), broken.reading().problems());
            case PolicyOnDisk.Judgement.Unsigned unsigned ->
                throw new BrokenFileException(
                        config.policy().toString(),
                        List.of(new Problem(
                                "",
                                0,
                                0,
                                "this bears " + unsigned.signatures().sentence(),
                                "bastion check says which are missing")));
        }
    }

    private static PolicyReading policyReading(BastionConfig config) throws IOException {
        return policyOnDisk(config).reading(config);
    }

    /**
     * The policy's file that the configuration names.
     *
     * @throws BrokenFileException when there is none
     */
    static PolicyOnDisk policyOnDisk(BastionConfig config) throws IOException {
        if (!Files.isReadable(config.policy())) {
            throw new BrokenFileException(
                    config.policy().toString(),
                    List.of(new Problem(
                            "", 0, 0, "there is no such file, or it cannot be read", "bastion init makes one")));
        }
        return PolicyOnDisk.read(config);
    }
}
