package dev.bastion.certs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes a file so that after a crash or a power cut it is there whole or not at all: beside its place first, with the
 * permissions from the first moment, then renamed; file and directory are synced.
 */
public final class AtomicFile {
    private AtomicFile() {}

    public static void write(Path path, byte[] content, Set<PosixFilePermission> permissions) throws IOException {
        Path target = path.toAbsolutePath();
        Path beside = target.resolveSibling("." + target.getFileName() + ".new");
        Files.deleteIfExists(beside);
        try {
            writeAndSync(beside, content, permissions);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
        try (FileChannel directory = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static void writeAndSync(Path beside, byte[] content, Set<PosixFilePermission> permissions)
            throws IOException {
        try (FileChannel channel = FileChannel.open(
                beside,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                PosixFilePermissions.asFileAttribute(permissions))) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        // The umask may have taken from the permissions at creation; it cannot have added to them.
        Files.setPosixFilePermissions(beside, permissions);
    }
}
