package dev.bastion.cli;

import dev.bastion.authority.Followed;
import dev.bastion.authority.KeyCabinet;
import dev.bastion.authority.Rotation;
import dev.bastion.config.BastionConfig;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Authority;
import dev.bastion.policy.AuthorityKey;
import dev.bastion.policy.KeyStanding;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the authorities' keys stand, as the ledger says; may run beside serve, and changes no key. */
abstract class CaStandingCommand implements Callable<Integer> {
    final Surroundings around;

    @Mixin
    ConfigOption config = new ConfigOption();

    CaStandingCommand(Surroundings around) {
        this.around = around;
    }

    @Command(
            name = "list",
            description = "every key that the authorities have or had: how it stands, since when, and where it is")
    static final class Listing extends CaStandingCommand {
        Listing(Surroundings around) {
            super(around);
        }

        @Override
        void print(List<Rotation.Standing> standings) {
            for (Rotation.Standing standing : standings) {
                AuthorityKey key = standing.key();
                around.out()
                        .println("%-6s  %-10s  %s  %s  %s  %s  %s"
                                .formatted(
                                        key.authority().word(),
                                        key.standing().word(),
                                        second(key.since()),
                                        key.fingerprint(),
                                        key.line().substring(0, key.line().indexOf(' ')),
                                        key.place(),
                                        until(standing)));
            }
        }
    }

    @Command(
            name = "status",
            description = "how far the authorities' new keys are, who has not followed, and what comes next")
    static final class Status extends CaStandingCommand {
        @Option(
                names = "--probe",
                description =
                        "first log in on every target by the target authority's new key, or by its signer where there is"
                                + " no new one, open nothing, and say of each whether it accepts that")
        boolean probe;

        @Mixin
        ByOption by = new ByOption();

        Status(Surroundings around) {
            super(around);
        }

        @Override
        public Integer call() throws IOException {
            if (probe) {
                probe(config.read(around));
            }
            return super.call();
        }

        private void probe(BastionConfig read) throws IOException {
            Optional<AuthorityKey> asked = LedgerLook.at(read).flatMap(Status::asked);
            if (asked.isPresent()) {
                around.out().println("targets asked by " + asked.get().fingerprint() + ":");
                new HostsHere(around, read).askEach(asked.get(), by.who());
            }
        }

        private static Optional<AuthorityKey> asked(AccessState state) {
            return Stream.of(KeyStanding.INTRODUCED, KeyStanding.TRUSTED, KeyStanding.SIGNER)
                    .flatMap(standing -> state.authorityKeys().stream()
                            .filter(key -> key.authority() == Authority.TARGET && key.standing() == standing))
                    .findFirst();
        }

        @Override
        void print(List<Rotation.Standing> standings) {
            for (Authority authority : Authority.values()) {
                List<Rotation.Standing> keys = standings.stream()
                        .filter(standing -> standing.key().authority() == authority)
                        .filter(standing -> standing.key().standing() != KeyStanding.RETIRED)
                        .toList();
                around.out().println(authority.word() + " authority:");
                keys.forEach(this::print);
                around.out().println("  next: " + next(authority, keys));
            }
        }

        private void print(Rotation.Standing standing) {
            AuthorityKey key = standing.key();
            around.out()
                    .println("  %s %s since %s, %s, %s"
                            .formatted(
                                    key.standing().word(),
                                    key.fingerprint(),
                                    second(key.since()),
                                    key.place(),
                                    until(standing)));
            around.out()
                    .println("    can sign: "
                            + list(key.held().keySet().stream().sorted().toList(), "no bastion yet"));
        }

        private String next(Authority authority, List<Rotation.Standing> keys) {
            Optional<Rotation.Standing> coming =
                    standing(keys, KeyStanding.INTRODUCED).or(() -> standing(keys, KeyStanding.TRUSTED));
            if (coming.isPresent()) {
                tellMissing(coming.get().missing());
                return "bastion ca rotate " + authority.word() + where(coming.get());
            }
            Optional<Rotation.Standing> leaving = standing(keys, KeyStanding.RETIRING);
            if (leaving.isPresent()) {
                standing(keys, KeyStanding.SIGNER).ifPresent(signer -> tellMissing(signer.missing()));
                return "bastion ca retire %s%s, not before %s"
                        .formatted(
                                authority.word(),
                                where(leaving.get()),
                                leaving.get()
                                        .end()
                                        .map(CaStandingCommand::second)
                                        .orElse("it stops to sign"));
            }
            return "nothing; bastion ca init %s begins a change".formatted(authority.word());
        }

        private static String where(Rotation.Standing standing) {
            return KeyCabinet.isAtSigner(standing.key()) ? " where the signer is" : "";
        }

        private void tellMissing(Followed missing) {
            tell("bastions that cannot sign with the new key", missing.bastions());
            tell("people who have not fetched a profile with it", missing.people());
            tell("targets that are not known to accept it", missing.targets());
        }

        private void tell(String who, List<String> names) {
            if (!names.isEmpty()) {
                around.out().println("  %s: %s".formatted(who, String.join(", ", names)));
            }
        }

        private static String list(List<String> names, String none) {
            return names.isEmpty() ? none : String.join(", ", names);
        }

        private static Optional<Rotation.Standing> standing(List<Rotation.Standing> keys, KeyStanding wanted) {
            return keys.stream()
                    .filter(standing -> standing.key().standing() == wanted)
                    .findFirst();
        }
    }

    abstract void print(List<Rotation.Standing> standings);

    @Override
    public Integer call() throws IOException {
        BastionConfig read = config.read(around);
        AccessPolicy policy = ConfigOption.policy(read);
        Optional<AccessState> state =
                LedgerLook.at(read).filter(known -> !known.authorityKeys().isEmpty());
        if (state.isEmpty()) {
            around.say("the ledger knows no keys yet: no bastion has run on it");
            around.hint("bastion serve");
            return ExitCode.REFUSED;
        }
        print(Rotations.of(read, policy, around.clock()).standings(state.get()));
        return ExitCode.DONE;
    }

    private static String until(Rotation.Standing standing) {
        return switch (standing.key().standing()) {
            case INTRODUCED, TRUSTED -> "signs nothing yet";
            case SIGNER -> "signs";
            case RETIRING ->
                "what it signed is good until "
                        + standing.end().map(CaStandingCommand::second).orElse("it stops");
            case RETIRED -> "nothing that it signed is good";
        };
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
