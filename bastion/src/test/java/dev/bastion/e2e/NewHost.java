package dev.bastion.e2e;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A real host that knows nothing of the bastion until it is enrolled.
 *
 * @param directory what {@code deploy/lib/target} keeps of it
 * @param address where its sshd listens
 */
record NewHost(Path directory, String address) {
    NewHost {
        requireNonNull(directory, "directory is null");
        requireNonNull(address, "address is null");
    }

    /** Gives it another sshd_config: where it listens, and these lines. */
    NewHost configured(String lines) {
        write("sshd_config", """
                ListenAddress %s
                Port %s
                HostKey /etc/ssh/host_key
                UsePAM no
                PidFile none
                LogLevel VERBOSE
                PasswordAuthentication no
                Subsystem sftp internal-sftp
                """.formatted((Object[]) address.split(":")) + lines);
        long before = starts();
        inside("sh", "-c", "kill -HUP 1").done();
        // It reads the file a moment later, and by then a test may have spoilt it.
        long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (starts() == before) {
            if (System.nanoTime() > until) {
                throw new AssertionError("sshd does not take its configuration");
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        return this;
    }

    /** How often its sshd has begun to listen. */
    private long starts() {
        try (Stream<String> lines = Files.lines(directory.resolve("log"))) {
            return lines.filter(line -> line.contains("Server listening on")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file of its /etc/ssh. */
    void write(String file, String text) {
        try {
            Path path = directory.resolve("etc/ssh").resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command of root's on it. */
    Ran inside(String... words) {
        return command(words).run();
    }

    Command command(String... words) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--target", pid(), "--all"));
        all.addAll(List.of(words));
        return Command.of(all);
    }

    /** What takes one more word, a command for root's shell there. */
    String over() {
        return "nsenter --target " + pid() + " --all sh -c";
    }

    /** The same, where every tool is BusyBox's, as on Alpine. */
    String overBusyBox() {
        inside("sh", "-c", "mkdir -p /tmp/bb && busybox --install -s /tmp/bb").done();
        return "nsenter --target " + pid() + " --all env PATH=/tmp/bb:/usr/bin:/usr/sbin sh -c";
    }

    /** Every file of its /etc/ssh, its rights and its bytes. */
    Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        Path etc = directory.resolve("etc/ssh");
        try (Stream<Path> all = Files.walk(etc)) {
            for (Path file : all.toList()) {
                String content = Files.isRegularFile(file)
                        ? HexFormat.of().formatHex(Files.readAllBytes(file))
                        : Files.isSymbolicLink(file)
                                ? Files.readSymbolicLink(file).toString()
                                : "";
                files.put(etc.relativize(file).toString(), Files.getPosixFilePermissions(file) + " " + content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private String pid() {
        try {
            return Files.readString(directory.resolve("pid")).split(" ", -1)[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
