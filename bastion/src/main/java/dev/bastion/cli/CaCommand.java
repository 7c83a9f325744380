package dev.bastion.cli;

import dev.bastion.authority.Authorities;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.KeyFile;
import dev.bastion.policy.AccessState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "ca",
        description = "the authorities",
        subcommands = {})
final class CaCommand {
    @Command(name = "show", description = "print the public keys: where they are trusted, and for what")
    static final class Show implements Callable<Integer> {
        private final Surroundings around;

        @Parameters(
                arity = "0..1",
                paramLabel = "KEY",
                description =
                        "access-ca, target-ca, host-ca, host-key, grant-token, tree-head or second-factor; the three authorities when left out")
        String name;

        @Mixin
        ConfigOption config = new ConfigOption();

        Show(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() throws IOException {
            BastionConfig read = config.read(around);
            Optional<AccessState> ledger = LedgerLook.at(read);
            for (KeyFile key : chosen()) {
                lines(read, key, ledger).forEach(around.out()::println);
                around.say("%s: %s".formatted(key.file(), use(key)));
            }
            return ExitCode.DONE;
        }

        /** While a key takes another's place there are several, and all of them are to be trusted. */
        private static List<String> lines(BastionConfig read, KeyFile key, Optional<AccessState> ledger)
                throws IOException {
            List<String> known = ledger.stream()
                    .flatMap(state ->
                            key.authority().stream().flatMap(authority -> Authorities.shown(state, authority).stream()))
                    .map(shown -> "%s bastion %s".formatted(shown.line(), key.comment()))
                    .toList();
            if (!known.isEmpty()) {
                return known;
            }
            Path path = key.in(read.keys()).publicPath();
            if (!Files.exists(path)) {
                throw new Complaint("there is no '%s'".formatted(path), "bastion init");
            }
            return List.of(Files.readString(path).strip());
        }

        private List<KeyFile> chosen() {
            if (name == null) {
                return List.of(KeyFile.ACCESS_CA, KeyFile.TARGET_CA, KeyFile.HOST_CA);
            }
            return Arrays.stream(KeyFile.values())
                    .filter(key -> key.file().equals(name))
                    .findFirst()
                    .map(List::of)
                    .orElseThrow(() -> new Complaint("there is no key '%s'".formatted(name), "bastion ca show"));
        }

        private static String use(KeyFile key) {
            return switch (key) {
                case ACCESS_CA -> "the bastion alone trusts it, for people; no host ever does";
                case TARGET_CA -> "TrustedUserCAKeys of the targets' sshd";
                case HOST_CA -> "@cert-authority in clients' known_hosts, for the targets' names and never for *";
                case HOST_KEY -> "clients' known_hosts, for the bastion's own name";
                case GRANT_TOKEN -> "the bastion alone, for grant tokens";
                case TREE_HEAD -> "auditors, for the heads of the ledger's tree";
                case SECOND_FACTOR -> "the bastion alone, to seal the secrets of second factors";
            };
        }
    }
}
