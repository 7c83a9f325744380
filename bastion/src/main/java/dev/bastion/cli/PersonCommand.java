package dev.bastion.cli;

import dev.bastion.certs.MalformedKeyException;
import dev.bastion.certs.SshPublicKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "person",
        description = {
            "print the lines that make somebody known, to paste into access.yaml;",
            "'person disable' and 'person enable' shut somebody out with all they have, and let them in again"
        },
        sortOptions = false)
final class PersonCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "lower-case letters, digits, '.', '_' and '-'")
    String name;

    @Option(names = "--key", paramLabel = "LINE", description = "a public key, as in id_ed25519.pub")
    List<String> keys = List.of();

    @Option(names = "--key-file", paramLabel = "FILE", description = "a file of public keys, one a line")
    List<Path> keyFiles = List.of();

    @Option(names = "--group", paramLabel = "GROUP", description = "a group of the policy")
    List<String> groups = List.of();

    PersonCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        if (name == null) {
            throw new Complaint("a name is missing", "bastion person alice --key-file alice.pub");
        }
        List<String> lines = new ArrayList<>();
        for (String line : KeyLines.of(around, keys, keyFiles)) {
            lines.add(sound(line));
        }
        if (lines.isEmpty()) {
            throw new Complaint("'%s' has no key".formatted(name), "--key-file alice.pub");
        }
        Complaint.unlessName(name);
        around.out().println("people:");
        around.out()
                .println("  %s: {keys: %s, groups: %s}"
                        .formatted(YamlLine.text(name), YamlLine.list(lines), YamlLine.list(groups)));
        return 0;
    }

    private static String sound(String line) {
        try {
            SshPublicKey.parseLine(line);
            return line;
        } catch (MalformedKeyException malformed) {
            throw new Complaint("that is no public key: " + malformed.getMessage(), "give the line of the .pub file");
        }
    }
}
