package dev.bastion.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Disk space that is kept for ends. While there is room a file holds it; when the disk is full the file is deleted, and
 * what takes access away can still be written.
 *
 * <p>For one thread at a time.
 */
final class DiskReserve {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Path file;
    private final long bytes;

    DiskReserve(Path file, long bytes) {
        this.file = requireNonNull(file, "file is null").toAbsolutePath();
        this.bytes = bytes;
    }

    /** Whether the space is held, in full. */
    boolean held() throws IOException {
        return Files.exists(file) && Files.size(file) == bytes;
    }

    /** Takes the space again if it is not held; fails when there is none. */
    void hold() throws IOException {
        if (held()) {
            return;
        }
        Directories.make(file.getParent());
        try (var channel = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
            fill(channel);
            channel.force(true);
        } catch (IOException e) {
            // Half a reserve is no reserve, and takes the space that an end may need.
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Gives the space to whoever writes next. */
    void release() throws IOException {
        if (Files.deleteIfExists(file)) {
            Directories.sync(file.getParent());
        }
    }

    private void fill(FileChannel channel) throws IOException {
        // Zeros would be a hole on one file system and shrink to nothing on another.
        var noise = new byte[CHUNK_BYTES];
        var random = new SplittableRandom(bytes);
        for (long left = bytes; left > 0; left -= CHUNK_BYTES) {
            random.nextBytes(noise);
            var chunk = ByteBuffer.wrap(noise, 0, (int) Math.min(CHUNK_BYTES, left));
            while (chunk.hasRemaining()) {
                channel.write(chunk);
            }
        }
    }
}
