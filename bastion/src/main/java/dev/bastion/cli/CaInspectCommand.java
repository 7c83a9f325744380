package dev.bastion.cli;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.MalformedCertificateException;
import dev.bastion.certs.MalformedKeyException;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.Ledgers;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.text.HostNames;
import dev.bastion.policy.text.Plain;
import dev.bastion.store.StoreVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads the ledger and writes nothing: needs no private key, and may run beside serve. */
@Command(
        name = "inspect",
        description = "explain any OpenSSH certificate or key, and say whether this bastion would accept it now",
        sortOptions = false)
final class CaInspectCommand implements Callable<Integer> {
    private static final int LARGEST = 128 << 10;

    private final Surroundings around;

    @Parameters(paramLabel = "FILE", description = "a -cert.pub or .pub file; - for standard input")
    String file;

    @Option(names = "--from", paramLabel = "ADDRESS", description = "the IP address that it would be shown from")
    String from;

    @Mixin
    ConfigOption config = new ConfigOption();

    CaInspectCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        Inspection.Thing thing = certificateOrKey(line());
        Optional<InetAddress> source = source();
        BastionConfig read = config.read(around);
        AccessPolicy policy = ConfigOption.policy(read);
        AccessState state = new StoreVerifier(Ledgers.database(read), Ledgers.verifier(read))
                .look()
                .state();
        Inspection inspection = new Inspection(read, policy, state, source, around.clock());
        Inspection.Found found = inspection.of(thing);
        found.lines().forEach(around.out()::println);
        return found.accepted() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private static Inspection.Thing certificateOrKey(String line) {
        try {
            return new Inspection.Thing(Optional.of(Certificate.parseLine(line)), Optional.empty());
        } catch (MalformedCertificateException notOne) {
            return key(line, notOne);
        }
    }

    /** Whichever of the two it says that it is, the fault of that one is told. */
    private static Inspection.Thing key(String line, MalformedCertificateException notOne) {
        try {
            return new Inspection.Thing(Optional.empty(), Optional.of(SshPublicKey.parseLine(line)));
        } catch (MalformedKeyException neither) {
            boolean claims = line.split("\\s", 2)[0].contains("-cert-");
            throw new Complaint(
                    claims
                            ? "that is no certificate that can be read here: " + notOne.getMessage()
                            : "that is no certificate or public key: " + neither.getMessage(),
                    "give a -cert.pub or .pub file of OpenSSH's");
        }
    }

    private String line() throws IOException {
        byte[] content;
        if (file.equals("-")) {
            content = around.in().readNBytes(LARGEST + 1);
        } else {
            Path path = around.path(Path.of(file));
            if (!Files.isReadable(path)) {
                throw new Complaint("there is no file '%s', or it cannot be read".formatted(Plain.shown(file)), "");
            }
            try (InputStream in = Files.newInputStream(path)) {
                content = in.readNBytes(LARGEST + 1);
            }
        }
        if (content.length > LARGEST) {
            throw new Complaint("that is larger than any certificate", "give a -cert.pub or .pub file");
        }
        List<String> lines = new String(content, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(one -> !one.isEmpty() && !one.startsWith("#"))
                .toList();
        if (lines.size() != 1) {
            throw new Complaint(
                    "there are %d certificates or keys in it, not one".formatted(lines.size()),
                    "give one line of a -cert.pub or .pub file");
        }
        return lines.getFirst();
    }

    private Optional<InetAddress> source() {
        return Optional.ofNullable(from)
                .map(typed -> HostNames.address(typed)
                        .orElseThrow(() -> new Complaint(
                                "'%s' is no IP address".formatted(Plain.shown(typed)), "--from 10.1.2.3")));
    }
}
