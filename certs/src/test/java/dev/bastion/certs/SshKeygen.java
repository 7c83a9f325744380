package dev.bastion.certs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The real ssh-keygen, working in one directory: that of this machine, unless a test puts another in its place. */
final class SshKeygen {
    private static volatile List<String> program = List.of("ssh-keygen");

    private final Path directory;

    SshKeygen(Path directory) {
        this.directory = directory;
    }

    /** From now on that program is taken for every one; returns the one before. */
    static List<String> replaced(List<String> other) {
        List<String> before = program;
        program = List.copyOf(other);
        return before;
    }

    /** How it ended, and what it said on standard output and error. */
    record Ran(int status, String output) {}

    /** Standard output and error of {@code ssh-keygen arguments…}, which must end with 0. */
    String run(String... arguments) {
        Ran ran = tried(arguments);
        if (ran.status() != 0) {
            throw new AssertionError("ssh-keygen " + String.join(" ", arguments) + " failed: " + ran.output());
        }
        return ran.output();
    }

    /** The same, however it ends. */
    Ran tried(String... arguments) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().put("TZ", "UTC");
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), output);
        } catch (IOException e) {
            throw new AssertionError("ssh-keygen is needed (Debian: openssh-client)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Makes the key pair {@code name} and {@code name.pub}; the type may be followed by bits, as in {@code rsa 3072}. */
    SshPublicKey key(String name, String type) {
        String[] words = type.split(" ", 2);
        if (words.length == 1) {
            run("-q", "-t", type, "-N", "", "-C", name, "-f", name);
        } else {
            run("-q", "-t", words[0], "-b", words[1], "-N", "", "-C", name, "-f", name);
        }
        return publicKey(name);
    }

    SshPublicKey publicKey(String name) {
        try {
            return SshPublicKey.parseLine(read(name + ".pub"));
        } catch (MalformedKeyException e) {
            throw new AssertionError(e);
        }
    }

    /** Signs {@code name.pub} with the key {@code authority} and reads the certificate. */
    Certificate certificate(String authority, String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of("-q", "-s", authority));
        arguments.addAll(List.of(options));
        arguments.add(name + ".pub");
        run(arguments.toArray(String[]::new));
        try {
            return Certificate.parseLine(read(name + "-cert.pub"));
        } catch (MalformedCertificateException e) {
            throw new AssertionError(e);
        }
    }

    /** What {@code ssh-keygen -L} says of a certificate, each line without the blanks around it. */
    List<String> explain(Certificate certificate) {
        write("explained-cert.pub", certificate.line("explained"));
        return run("-L", "-f", "explained-cert.pub").lines().map(String::strip).toList();
    }

    /** Which of these files with keys or certificates a revocation list revokes, as {@code ssh-keygen -Q} says. */
    Set<String> revoked(String list, List<String> files) {
        List<String> arguments = new ArrayList<>(List.of("-Q", "-f", list));
        arguments.addAll(files);
        Ran ran = tried(arguments.toArray(String[]::new));
        Set<String> revoked = new TreeSet<>();
        for (String file : files) {
            boolean fine = ran.output().lines().anyMatch(line -> line.startsWith(file + " ") && line.endsWith(": ok"));
            boolean listed =
                    ran.output().lines().anyMatch(line -> line.startsWith(file + " ") && line.endsWith(": REVOKED"));
            if (fine == listed) {
                throw new AssertionError("ssh-keygen -Q does not say whether " + file + " is revoked: " + ran.output());
            }
            if (listed) {
                revoked.add(file);
            }
        }
        if ((ran.status() != 0) == revoked.isEmpty()) {
            throw new AssertionError("ssh-keygen -Q ends with " + ran.status() + " and says: " + ran.output());
        }
        return revoked;
    }

    byte[] readBytes(String name) {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void write(String name, byte[] content) {
        try {
            Files.write(directory.resolve(name), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    String read(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void write(String name, String text) {
        try {
            Files.writeString(directory.resolve(name), text + "\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
