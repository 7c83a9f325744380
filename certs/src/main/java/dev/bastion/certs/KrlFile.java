package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A revocation list on disk, for whoever may read it: nothing in it is secret. sshd refuses every key where its list is
 * missing or broken, so that the file is there whole at any moment, after a power cut too. For one thread; both methods
 * do file I/O.
 */
public final class KrlFile {
    private static final Set<PosixFilePermission> READ_BY_ALL = PosixFilePermissions.fromString("rw-r--r--");

    private final Path path;

    public KrlFile(Path path) {
        this.path = requireNonNull(path, "path is null");
    }

    public Path path() {
        return path;
    }

    /** Puts a list in place of the one before. */
    public void write(byte[] list) throws IOException {
        AtomicFile.write(path, list, READ_BY_ALL);
    }

    /** The list that is there; nothing where there is none, or none that can be read. */
    public Optional<Krl> read() throws IOException {
        if (!Files.isRegularFile(path) || Files.size(path) > Krl.MAX_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(Krl.parse(Files.readAllBytes(path)));
        } catch (MalformedKrlException broken) {
            return Optional.empty();
        }
    }
}
