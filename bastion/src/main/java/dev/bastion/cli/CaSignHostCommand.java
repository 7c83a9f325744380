package dev.bastion.cli;

import dev.bastion.Serials;
import dev.bastion.certs.AuthorityFile;
import dev.bastion.certs.Certificate;
import dev.bastion.certs.CertificateAuthority;
import dev.bastion.certs.CertificateTemplate;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.MalformedKeyException;
import dev.bastion.certs.RsaKey;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.HostAuthority;
import dev.bastion.config.OwnPlace;
import dev.bastion.policy.CertificateEvent.HostCertificateSigning;
import dev.bastion.policy.Target;
import dev.bastion.policy.text.Durations;
import dev.bastion.policy.text.Plain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A certificate for a real host's own key, by the authority of real hosts, which is none of the bastion's three. */
@Command(
        name = "sign-host",
        description = "certify a real host's key for the names of its target, and print the certificate",
        sortOptions = false)
final class CaSignHostCommand implements Callable<Integer> {
    private static final Duration USUAL = Duration.ofDays(90);
    private static final Duration LONGEST = Duration.ofDays(397);
    private static final Duration BACKDATED = Duration.ofSeconds(60);

    private final Surroundings around;

    @Parameters(paramLabel = "FILE", description = "the host's ssh_host_…_key.pub, copied from the host itself")
    Path file;

    @Option(names = "--target", required = true, paramLabel = "TARGET", description = "which target the host is")
    String target;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "a name of that target to certify; all of them when left out")
    List<String> names = List.of();

    @Option(
            names = "--for",
            paramLabel = "LENGTH",
            description = "how long it is good; 90d when left out, 397d at most")
    String length;

    @Option(names = "--make-authority", description = "make the authority of real hosts first, where there is none yet")
    boolean make;

    @Mixin
    ByOption by = new ByOption();

    @Mixin
    ConfigOption config = new ConfigOption();

    CaSignHostCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        BastionConfig read = config.read(around);
        SshPublicKey key = hostKey(read);
        Duration good = length();
        try (ServerDesk server = ServerDesk.open(read, around)) {
            CertificateAuthority authority = new CertificateAuthority("real hosts", authority(read), around.random());
            Certificate certificate = sign(server, authority, key, good);
            around.out().println(certificate.line(target));
            around.say("good until %s; sshd shows it by: HostCertificate FILE".formatted(certificate.validBefore()));
            around.say("access.yaml trusts it by host-authority: \"%s\""
                    .formatted(authority.publicKey().line()));
            return ExitCode.DONE;
        } catch (RefusedException refused) {
            return refused.tell(around);
        }
    }

    /** Intent, act, outcome, each in the ledger before the next. */
    private Certificate sign(ServerDesk server, CertificateAuthority authority, SshPublicKey key, Duration good)
            throws RefusedException {
        long serial =
                Serials.after(server.state(), around.clock(), around.random()).next();
        Instant now = around.clock().instant();
        Instant from = now.minus(BACKDATED).truncatedTo(ChronoUnit.SECONDS);
        List<String> principals = principals(server);
        String keyId = "host=" + principals.getFirst() + " serial=" + serial;
        CertificateTemplate template = CertificateTemplate.host(
                key, serial, keyId, principals, from, from.plus(BACKDATED).plus(good));
        server.require(server.desk()
                .certificates()
                .signHost(new HostCertificateSigning(
                        serial,
                        target,
                        principals,
                        key.fingerprint(),
                        authority.publicKey().fingerprint(),
                        keyId,
                        template.validAfter(),
                        template.validBefore(),
                        by.who(),
                        now.truncatedTo(ChronoUnit.MILLIS))));
        Certificate certificate = authority.sign(template);
        server.require(server.desk()
                .certificates()
                .signedByHand(serial, Base64.getEncoder().encodeToString(certificate.blob())));
        return certificate;
    }

    /** What is no name of the target is refused by the desk. */
    private List<String> principals(ServerDesk server) throws RefusedException {
        if (!names.isEmpty()) {
            return List.copyOf(names);
        }
        return server.policy().targets().stream()
                .filter(known -> known.name().equals(target))
                .findFirst()
                .map(Target::names)
                .orElseThrow(() -> new RefusedException(
                        "there is no target '%s' in the policy".formatted(Plain.shown(target)),
                        "put it there first: bastion target prints the lines"))
                .toList();
    }

    private Ed25519Pair authority(BastionConfig read) throws IOException {
        AuthorityFile authority = HostAuthority.in(read.keys());
        if (make && !authority.exists()) {
            around.say("the authority of real hosts is '%s'".formatted(authority.path()));
            return authority.create("authority of real hosts", around.random());
        }
        if (!authority.exists()) {
            throw new Complaint(
                    "there is no authority of real hosts yet: '%s'".formatted(authority.path()),
                    "the same with --make-authority");
        }
        return authority.load();
    }

    /** A host with one of the bastion's own keys would be believed to be the bastion. */
    private SshPublicKey hostKey(BastionConfig read) throws IOException {
        SshPublicKey key;
        try {
            key = SshPublicKey.parseLine(Files.readString(around.path(file)));
        } catch (MalformedKeyException malformed) {
            throw new Complaint("that is no public key: " + malformed.getMessage(), "give the host's .pub file");
        }
        if (key instanceof RsaKey rsa && rsa.bits() < RsaKey.CERTIFICATE_BITS) {
            throw new Complaint(
                    "the host's rsa key has %d bits".formatted(rsa.bits()), "certify its ed25519 key instead");
        }
        if (OwnPlace.of(read).reservedKeys().contains(Base64.getEncoder().encodeToString(key.blob()))) {
            throw new Complaint("that is a key of the bastion's own, or a face", "take the key of the host itself");
        }
        return key;
    }

    private Duration length() {
        if (length == null) {
            return USUAL;
        }
        return Durations.parse(length)
                .filter(typed -> typed.isPositive() && typed.compareTo(LONGEST) <= 0)
                .orElseThrow(() -> new Complaint(
                        "'%s' is no length of time up to 397d".formatted(Plain.shown(length)), "--for 90d"));
    }
}
