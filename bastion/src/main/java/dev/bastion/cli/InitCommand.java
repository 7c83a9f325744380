package dev.bastion.cli;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.Installation;
import dev.bastion.config.KeyFile;
import dev.bastion.config.Secret;
import dev.bastion.policy.text.HostNames;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "init", description = "make the keys, bastion.yaml and access.yaml; nothing is ever overwritten")
final class InitCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(arity = "0..1", paramLabel = "DIRECTORY", description = "where; here when left out")
    Path directory = Path.of("");

    @Option(names = "--demo", description = "to try it out: keys without a passphrase, loopback only")
    boolean demo;

    @Option(names = "--keys", paramLabel = "DIRECTORY", description = "make the keys alone, in this directory")
    Path keysOnly;

    @Option(names = "--passphrase-file", paramLabel = "FILE", description = "holds the passphrase of the keys")
    Path passphraseFile;

    @Option(
            names = "--passphrase-env",
            paramLabel = "NAME",
            description = "the environment variable that holds it instead")
    String passphraseVariable;

    @Option(names = "--name", paramLabel = "NAME", description = "what people type after ssh")
    String name = "bastion";

    InitCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        if (!HostNames.isName(name)) {
            throw new Complaint("'%s' is no name of a host".formatted(name), "letters, digits, '-' and '.'");
        }
        Path place = around.path(directory);
        Path keys = keysOnly == null ? place.resolve("keys") : around.path(keysOnly);
        List<Path> files =
                keysOnly == null ? List.of(place.resolve("bastion.yaml"), place.resolve("access.yaml")) : List.of();
        BastionConfig.Keys wanted = new BastionConfig.Keys(keys, passphrase());
        refuseToOverwrite(wanted, files);
        for (KeyFile key : KeyFile.values()) {
            key.in(wanted).create("bastion " + key.comment(), around.random());
        }
        Installation.create(wanted, name, around.random());
        if (keysOnly == null) {
            write(place.resolve("bastion.yaml"), Templates.bastion(demo, name, passphraseKey()));
            write(place.resolve("access.yaml"), Templates.access());
        }
        tell(keys, files);
        return ExitCode.DONE;
    }

    private Optional<Secret> passphrase() throws IOException {
        if (passphraseFile == null && passphraseVariable == null) {
            if (!demo) {
                throw new Complaint(
                        "the keys need a passphrase", "--passphrase-file FILE, or --demo to try the bastion out");
            }
            return Optional.empty();
        }
        return Optional.of(SecretOption.read(around, passphraseFile, passphraseVariable));
    }

    private String passphraseKey() {
        if (passphraseFile != null) {
            return ", passphrase-file: "
                    + YamlLine.text(around.path(passphraseFile).toString());
        }
        return passphraseVariable == null ? "" : ", passphrase-env: " + YamlLine.text(passphraseVariable);
    }

    private static void refuseToOverwrite(BastionConfig.Keys keys, List<Path> files) {
        List<Path> all = new ArrayList<>(files);
        for (KeyFile key : KeyFile.values()) {
            all.add(key.in(keys).path());
            all.add(key.in(keys).publicPath());
        }
        all.add(Installation.file(keys));
        List<Path> there = all.stream().filter(Files::exists).toList();
        if (!there.isEmpty()) {
            throw new Complaint(
                    "'%s' is there already, and nothing is overwritten".formatted(there.getFirst()),
                    "name another directory, or move it away");
        }
    }

    private static void write(Path file, String text) throws IOException {
        try {
            Files.createDirectories(file.getParent());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException raced) {
            throw new Complaint(
                    "'%s' is there already, and nothing is overwritten".formatted(file), "name another directory");
        }
    }

    private void tell(Path keys, List<Path> files) {
        around.out().println(keys);
        files.forEach(around.out()::println);
        if (keysOnly == null) {
            around.hint(
                    "write people, targets and rules into access.yaml; \"bastion person\" and \"bastion target\" print lines for it");
            around.hint("then: bastion check, bastion serve");
        }
    }
}
