package dev.bastion.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The newest signed head, kept at a second path: should the database come back as it was yesterday, this file knows
 * better. A plain signed note, which any tool for such notes reads.
 *
 * <p>In two steps, so that what can fail for want of space fails before the commit: {@link #prepare} writes and syncs a
 * file beside, {@link #publish} puts it in place once the commit is durable. The other order would leave a copy that
 * is newer than the ledger after a crash, and a false alarm.
 *
 * <p>For one thread at a time.
 */
final class HeadCopy {

    private final Path file;
    private final Path beside;

    HeadCopy(Path file) {
        this.file = requireNonNull(file, "file is null").toAbsolutePath();
        this.beside = this.file.resolveSibling(this.file.getFileName() + ".new");
    }

    Path file() {
        return file;
    }

    /** The note that is in place, if there ever was one. */
    Optional<String> read() throws IOException {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Writes the note beside the one that is in place. */
    void prepare(String note) throws IOException {
        Files.createDirectories(file.getParent());
        var bytes = ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8));
        try (var channel = FileChannel.open(beside, CREATE, TRUNCATE_EXISTING, WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Puts the prepared note in place of the old one; no reader ever finds half of it. */
    void publish() throws IOException {
        Files.move(beside, file, ATOMIC_MOVE, REPLACE_EXISTING);
        Directories.sync(file.getParent());
    }

    /** Both steps, when nothing waits between them. */
    void write(String note) throws IOException {
        prepare(note);
        publish();
    }
}
