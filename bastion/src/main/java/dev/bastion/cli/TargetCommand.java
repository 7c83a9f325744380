package dev.bastion.cli;

import dev.bastion.certs.MalformedKeyException;
import dev.bastion.certs.SshPublicKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "target",
        description = "print the lines that make a host known, to paste into access.yaml; or have it join",
        sortOptions = false)
final class TargetCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "what people type: lower-case letters, digits, '.', '_' and '-'")
    String name;

    @Option(names = "--address", paramLabel = "HOST:PORT", description = "where its sshd listens")
    String address;

    @Option(names = "--alias", paramLabel = "NAME", description = "another name for it")
    List<String> aliases = List.of();

    @Option(names = "--login", paramLabel = "LOGIN", description = "an account on it")
    List<String> logins = List.of();

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "a label, by which rules may choose it")
    Map<String, String> labels = new TreeMap<>();

    @Option(names = "--host-key", paramLabel = "LINE", description = "its host key, as in ssh_host_ed25519_key.pub")
    List<String> hostKeys = List.of();

    @Option(names = "--host-key-file", paramLabel = "FILE", description = "the file with it")
    List<Path> hostKeyFiles = List.of();

    @Option(names = "--host-authority", paramLabel = "LINE", description = "the authority that certifies its host key")
    List<String> authorities = List.of();

    TargetCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        if (name == null || address == null || logins.isEmpty()) {
            throw new Complaint(
                    "a name, an address or a login is missing",
                    "bastion target prod-db-1 --address 10.0.0.5:22 --login postgres --host-key-file FILE");
        }
        Complaint.unlessName(name);
        aliases.forEach(Complaint::unlessName);
        List<String> keys = KeyLines.of(around, hostKeys, hostKeyFiles).stream()
                .map(TargetCommand::sound)
                .toList();
        List<String> signers = authorities.stream().map(TargetCommand::sound).toList();
        if (keys.isEmpty() && signers.isEmpty()) {
            throw new Complaint(
                    "'%s' has neither a host key nor an authority, and no host is trusted unseen".formatted(name),
                    "--host-key-file ssh_host_ed25519_key.pub, copied from the host itself");
        }
        print(keys, signers);
        return 0;
    }

    private void print(List<String> keys, List<String> signers) {
        PrintStream out = around.out();
        out.println("targets:");
        out.println("  %s:".formatted(YamlLine.text(name)));
        out.println("    address: %s".formatted(YamlLine.text(address)));
        printUnlessEmpty("aliases", aliases.isEmpty() ? "" : YamlLine.list(aliases));
        printUnlessEmpty("labels", labels.isEmpty() ? "" : YamlLine.map(labels));
        out.println("    logins: %s".formatted(YamlLine.list(logins)));
        printUnlessEmpty("host-key", oneOrList(keys));
        printUnlessEmpty("host-authority", oneOrList(signers));
    }

    private void printUnlessEmpty(String key, String value) {
        if (!value.isEmpty()) {
            around.out().println("    %s: %s".formatted(key, value));
        }
    }

    private static String oneOrList(List<String> lines) {
        if (lines.isEmpty()) {
            return "";
        }
        return lines.size() == 1 ? YamlLine.text(lines.getFirst()) : YamlLine.list(lines);
    }

    /** Type and base64 alone: a comment on a host key says nothing. */
    private static String sound(String line) {
        try {
            return SshPublicKey.parseLine(line).line();
        } catch (MalformedKeyException malformed) {
            throw new Complaint("that is no public key: " + malformed.getMessage(), "give the line of the .pub file");
        }
    }
}
