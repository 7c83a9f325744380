package dev.bastion.cli;

import dev.bastion.certs.AuthorityFileException;
import dev.bastion.certs.Pkcs11Token;
import dev.bastion.certs.SignerUnavailableException;
import dev.bastion.config.AskingBastion;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.ConfigReading;
import dev.bastion.config.Http;
import dev.bastion.config.Installation;
import dev.bastion.config.KeyFile;
import dev.bastion.config.PolicyOnDisk;
import dev.bastion.config.PolicySignatures;
import dev.bastion.config.SignerPlace;
import dev.bastion.config.SignerTerms;
import dev.bastion.config.Weaknesses;
import dev.bastion.http.HttpServer;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.IdentityKey;
import dev.bastion.policy.PolicyReading;
import dev.bastion.policy.Target;
import dev.bastion.policy.Vacancies;
import dev.bastion.policy.yaml.Problem;
import dev.bastion.signer.MutualTls;
import dev.bastion.store.LedgerUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "check", description = "say everything that is wrong with bastion.yaml, access.yaml and the keys")
final class CheckCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    ConfigOption config = new ConfigOption();

    CheckCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        return switch (config.reading(around)) {
            case ConfigReading.Broken broken -> {
                BrokenFileException.tell(config.shown(), broken.problems(), around.err());
                around.hint("access.yaml is looked at once this is mended");
                yield ExitCode.REFUSED;
            }
            case ConfigReading.Accepted accepted -> check(accepted.config());
        };
    }

    private int check(BastionConfig read) throws IOException {
        List<Problem> keys = keys(read);
        BrokenFileException.tell(config.shown(), keys, around.err());
        PolicyOnDisk policy = ConfigOption.policyOnDisk(read);
        boolean sound = sound(policy.reading(read), read);
        boolean signed = signed(policy.signatures(read), read);
        if (!keys.isEmpty() || !sound || !signed) {
            return ExitCode.REFUSED;
        }
        around.out().println("nothing is wrong");
        if (policy.reading(read) instanceof PolicyReading.Accepted accepted) {
            Weaknesses.of(read, accepted.policy())
                    .forEach(weakness -> around.err().println("warning: " + weakness));
        }
        return ExitCode.DONE;
    }

    private boolean sound(PolicyReading reading, BastionConfig read) {
        return switch (reading) {
            case PolicyReading.Broken broken -> {
                BrokenFileException.tell(read.policy().toString(), broken.problems(), around.err());
                yield false;
            }
            case PolicyReading.Accepted accepted -> {
                Vacancies.in(accepted.policy())
                        .forEach(vacancy -> around.err().println("%s: warning: %s".formatted(read.policy(), vacancy)));
                List<Problem> revoked = revoked(accepted.policy(), read);
                BrokenFileException.tell(read.policy().toString(), revoked, around.err());
                yield revoked.isEmpty();
            }
        };
    }

    /** The bastion would go on to know such a host by a key that somebody took back. */
    private List<Problem> revoked(AccessPolicy policy, BastionConfig read) {
        Set<String> revoked;
        try {
            revoked = LedgerLook.revokedKeys(read);
        } catch (LedgerUnavailableException unknown) {
            around.err().println("warning: what is revoked is not known: " + unknown.getMessage());
            return List.of();
        }
        return policy.targets().stream()
                .flatMap(target -> Stream.concat(
                        revoked(target, "host-key", target.hostKeys(), revoked),
                        revoked(target, "host-authority", target.hostAuthorities(), revoked)))
                .toList();
    }

    private static Stream<Problem> revoked(Target target, String key, List<IdentityKey> keys, Set<String> revoked) {
        return keys.stream()
                .map(IdentityKey::fingerprint)
                .filter(revoked::contains)
                .map(fingerprint -> new Problem(
                        "targets.%s.%s".formatted(target.name(), key),
                        0,
                        0,
                        fingerprint + " is revoked",
                        "bastion target scan %s shows the keys that it has now".formatted(target.name())));
    }

    private boolean signed(PolicySignatures signatures, BastionConfig read) {
        if (signatures.needed() == 0) {
            return true;
        }
        String file = read.policy().getFileName().toString();
        signatures
                .faults()
                .forEach(fault -> around.err()
                        .println("%s: %s".formatted(read.policy().resolveSibling(fault.file()), fault.why())));
        if (signatures.enough()) {
            around.out().println("%s bears %s".formatted(file, signatures.sentence()));
            return true;
        }
        around.err().println("%s: this bears %s".formatted(read.policy(), signatures.sentence()));
        around.hint("still to sign: %s".formatted(String.join(", ", signatures.missing())));
        around.hint(
                "ssh-keygen -Y sign -n %s -f KEY < %s > %s.NAME.sig".formatted(PolicySignatures.NAMESPACE, file, file));
        return false;
    }

    private List<Problem> keys(BastionConfig read) throws IOException {
        List<Problem> problems = new ArrayList<>();
        Optional<SignerTerms> signer = read.signer();
        boolean elsewhere = signer.filter(terms -> !terms.isSigners()).isPresent();
        if (elsewhere) {
            addProblem(() -> SignerTerms.requireKeysElsewhere(read.keys()), problems);
        } else {
            addAuthorityProblems(read, problems);
        }
        for (KeyFile key : KeyFile.values()) {
            boolean needed = signer.filter(SignerTerms::isSigners).isEmpty() || key == KeyFile.TREE_HEAD;
            if (needed && key.authority().isEmpty()) {
                addProblem(() -> key.in(read.keys()).load(), problems);
            }
        }
        read.keys().token().ifPresent(token -> addTokenProblem(token, around, problems));
        addProblem(() -> Installation.read(read.keys()), problems);
        Optional<Http.Tls> tls = read.http().flatMap(Http::tls);
        if (tls.isPresent()) {
            addProblem(
                    "http.tls-key",
                    () -> HttpServer.requireUsable(tls.get(), around.clock().instant()),
                    problems);
        }
        if (signer.isPresent()) {
            addSignerProblems(signer.get(), problems);
        }
        return problems;
    }

    private static void addAuthorityProblems(BastionConfig read, List<Problem> problems) throws IOException {
        List<String> authorities = KeyFile.ofAuthorities(read.keys().directory());
        for (String name : authorities) {
            addProblem(() -> read.keys().file(name).load(), problems);
        }
        for (KeyFile key : KeyFile.values()) {
            // The first key of an authority may have been retired and destroyed.
            boolean another = read.keys().token().isPresent()
                    || authorities.stream().anyMatch(name -> name.startsWith(key.file()));
            if (key.authority().isPresent() && !another) {
                addProblem(() -> key.in(read.keys()).load(), problems);
            }
        }
    }

    private void addSignerProblems(SignerTerms signer, List<Problem> problems) throws IOException {
        if (signer.bastion().isPresent()) {
            addProblem(
                    "signer.bastion", () -> AskingBastion.read(signer.bastion().get()), problems);
        }
        if (signer.place() instanceof SignerPlace.OverTls secured) {
            addProblem("signer.tls-certificate", () -> new MutualTls(secured, around.clock()), problems);
        }
    }

    private static void addTokenProblem(BastionConfig.Token known, Surroundings around, List<Problem> problems) {
        try (Pkcs11Token token = new Pkcs11Token(known.place(), known.pin().chars(), around.clock())) {
            token.labels();
        } catch (SignerUnavailableException e) {
            problems.add(new Problem("token.library", 0, 0, e.getMessage(), e.hint()));
        }
    }

    private interface Reading {
        void read() throws IOException;
    }

    private static void addProblem(Reading reading, List<Problem> problems) throws IOException {
        addProblem("keys.directory", reading, problems);
    }

    private static void addProblem(String key, Reading reading, List<Problem> problems) throws IOException {
        try {
            reading.read();
        } catch (AuthorityFileException refused) {
            problems.add(new Problem(key, 0, 0, refused.getMessage(), refused.hint()));
        }
    }
}
