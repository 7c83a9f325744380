package dev.bastion.cli;

import dev.bastion.Serials;
import dev.bastion.authority.KeyCabinet;
import dev.bastion.certs.AccessIssuer;
import dev.bastion.certs.Certificate;
import dev.bastion.certs.CertificateAuthority;
import dev.bastion.certs.Issuance;
import dev.bastion.certs.IssuanceRefusedException;
import dev.bastion.certs.MalformedKeyException;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.config.BastionConfig;
import dev.bastion.policy.Authority;
import dev.bastion.policy.CertificateEvent.CertificateSigning;
import dev.bastion.policy.Decision;
import dev.bastion.policy.Grant;
import dev.bastion.policy.IdentityKey;
import dev.bastion.policy.Ids;
import dev.bastion.policy.Person;
import dev.bastion.policy.Proofs;
import dev.bastion.policy.Wish;
import dev.bastion.policy.text.Durations;
import dev.bastion.policy.text.Plain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The certificate that a person would fetch with {@code ssh bastion cert}, by hand: the same grants, the same key, the same ledger. */
@Command(
        name = "issue",
        description = {
            "sign a person's certificate under a live grant of theirs, and print it;",
            "with --break-glass, take the grant for them at once, where a rule allows it"
        },
        sortOptions = false)
final class CaIssueCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "PERSON", description = "whose certificate")
    String person;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "which of the keys that access.yaml has of them; may be left out where they have one")
    Path keyFile;

    @Option(
            names = "--break-glass",
            paramLabel = "TARGET",
            description = "take a grant for this target in an emergency; it owes a review")
    String emergency;

    @Option(names = "--login", paramLabel = "LOGIN", description = "with --break-glass, the account on the target")
    String login;

    @Option(names = "--for", paramLabel = "LENGTH", description = "with --break-glass, how long, like 30m")
    String length;

    @Option(names = "--reason", paramLabel = "TEXT", description = "with --break-glass, why; required there")
    String reason = "";

    @Mixin
    ByOption by = new ByOption();

    @Mixin
    ConfigOption config = new ConfigOption();

    CaIssueCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        BastionConfig read = config.read(around);
        try (ServerDesk server = ServerDesk.open(read, around)) {
            SshPublicKey key = key(server);
            if (emergency != null) {
                breakGlass(server);
            } else if (login != null || length != null || !reason.isEmpty()) {
                throw new Complaint(
                        "--login, --for and --reason are for an emergency", "name its target: --break-glass TARGET");
            }
            Certificate certificate = issue(read, server, key);
            around.out().println(certificate.line(person));
            around.say("good until %s".formatted(certificate.validBefore()));
            return ExitCode.DONE;
        } catch (RefusedException refused) {
            return refused.tell(around);
        } catch (IssuanceRefusedException refused) {
            return new RefusedException(ofThem(refused.getMessage()), refused.hint()).tell(around);
        }
    }

    /** What is said to the person is said of them here. */
    private String ofThem(String sentence) {
        return "'%s': %s".formatted(person, sentence);
    }

    private void breakGlass(ServerDesk server) throws RefusedException {
        Wish wish =
                new Wish(List.of(emergency), Optional.ofNullable(login), length(), reason, Optional.empty(), Set.of());
        switch (server.decide(server.desk().breakGlass(person, wish, Proofs.NONE))) {
            case Decision.GrantGiven given -> {
                around.say("%s, which owes a review"
                        .formatted(Ids.grant(given.grant().id())));
                around.say(given.sentence());
            }
            case Decision.Refused refused -> throw new RefusedException(refused.sentence(), refused.hint());
            case Decision other -> throw new RefusedException(other.sentence(), "");
        }
    }

    private Optional<Duration> length() {
        return Optional.ofNullable(length)
                .map(typed -> Durations.parse(typed)
                        .filter(Duration::isPositive)
                        .orElseThrow(() ->
                                new Complaint("'%s' is no length of time".formatted(Plain.shown(typed)), "--for 30m")));
    }

    /** Intent, act, outcome, each in the ledger before the next. */
    private Certificate issue(BastionConfig read, ServerDesk server, SshPublicKey key)
            throws IOException, RefusedException, IssuanceRefusedException {
        try (KeyCabinet cabinet = new KeyCabinet(read.keys(), around.clock())) {
            return issue(
                    new CertificateAuthority(
                            "access", cabinet.signer(server.state(), Authority.ACCESS), around.random()),
                    server,
                    key);
        }
    }

    private Certificate issue(CertificateAuthority access, ServerDesk server, SshPublicKey key)
            throws RefusedException, IssuanceRefusedException {
        AccessIssuer issuer = new AccessIssuer(
                server.tokens(),
                access,
                Serials.after(server.state(), around.clock(), around.random()),
                around.clock());
        Issuance issuance = issuer.prepare(tokens(server), person, key);
        server.require(server.desk().certificates().signByHand(intent(issuance, access)));
        Certificate certificate = issuer.sign(issuance);
        server.require(server.desk()
                .certificates()
                .signedByHand(certificate.serial(), Base64.getEncoder().encodeToString(certificate.blob())));
        return certificate;
    }

    private List<String> tokens(ServerDesk server) {
        return server.state().liveGrants(person, around.clock().instant()).stream()
                .map(Grant::token)
                .toList();
    }

    private CertificateSigning intent(Issuance issuance, CertificateAuthority access) {
        return new CertificateSigning(
                issuance.serial(),
                person,
                issuance.key().fingerprint(),
                issuance.keyId(),
                issuance.notBefore(),
                issuance.notAfter(),
                issuance.grants(),
                Optional.of(access.publicKey().fingerprint()),
                Optional.of(by.who()),
                around.clock().instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private SshPublicKey key(ServerDesk server) throws IOException, RefusedException {
        try {
            if (keyFile != null) {
                return SshPublicKey.parseLine(Files.readString(around.path(keyFile)));
            }
            List<IdentityKey> keys =
                    server.policy().person(person).map(Person::keys).orElse(List.of());
            if (keys.size() != 1) {
                throw new RefusedException(
                        "'%s' has %d keys in the policy".formatted(Plain.shown(person), keys.size()),
                        "say for which: --key-file alice.pub");
            }
            return SshPublicKey.parse(keys.getFirst().blob());
        } catch (MalformedKeyException malformed) {
            throw new Complaint("that is no public key: " + malformed.getMessage(), "give the .pub file");
        }
    }
}
