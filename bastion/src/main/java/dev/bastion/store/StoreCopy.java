package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessState;
import dev.bastion.recorder.ledger.NoteVerifier;
import dev.bastion.recorder.ledger.Verification;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;

/**
 * A copy of an SQLite store as it was at one moment, which was looked through and found sound. PostgreSQL has tools of its own
 * for that.
 *
 * @param entries of the ledger in it
 * @param head the newest head in it, a signed note
 * @param state what its entries amount to
 */
public record StoreCopy(long entries, String head, AccessState state) {
    public StoreCopy {
        requireNonNull(head, "head is null");
        requireNonNull(state, "state is null");
    }

    /** Whether that database can be copied here. */
    public static boolean isPossible(DatabaseSettings database) {
        return database.isSqlite();
    }

    /** Where the file of that database is, or will be; nothing of PostgreSQL. */
    public static Optional<Path> place(DatabaseSettings database) {
        return database.isSqlite() ? Optional.of(database.sqliteFile()) : Optional.empty();
    }

    /**
     * Copies a store into a new file, also while a bastion writes, which it does not hold up.
     *
     * @throws StoreRefusedException when it is not what was signed
     * @throws LedgerUnavailableException when it is not there, or cannot be copied
     */
    public static StoreCopy make(DatabaseSettings from, Path to, NoteVerifier key) throws IOException {
        if (!Files.exists(from.sqliteFile())) {
            throw new LedgerUnavailableException("there is no ledger at '" + from.sqliteFile()
                    + "'\nhint: the first start of bastion serve makes it");
        }
        try (var database = new Database(from);
                var handle = database.openAside()) {
            // One read transaction: unlike SQLite's copying page by page, it never begins again under a writer.
            handle.execute("VACUUM INTO ?", to.toString());
        } catch (JdbiException e) {
            throw new LedgerUnavailableException("the ledger cannot be copied: " + e.getMessage(), e);
        }
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
        var copy = looked(DatabaseSettings.sqlite(to), key);
        sync(to);
        return copy;
    }

    private static StoreCopy looked(DatabaseSettings copy, NoteVerifier key) {
        var looked = new StoreVerifier(copy, key).look();
        return switch (looked.verification()) {
            case Verification.Sound sound -> new StoreCopy(sound.size(), head(copy), looked.state());
            case Verification.Damaged damaged -> throw new StoreRefusedException.Damaged(damaged);
        };
    }

    private static String head(DatabaseSettings copy) {
        try (var database = new Database(copy)) {
            return new LedgerReads(database.readers()).newestHead().orElse("");
        }
    }

    /** Lays a copy down where a store is to be, whole or not at all; nothing must be there. */
    public static void lay(Path copy, DatabaseSettings to) throws IOException {
        var file = to.sqliteFile();
        Directories.make(file.getParent());
        var beside = file.resolveSibling(file.getFileName() + ".new");
        Files.copy(copy, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-------"));
        sync(beside);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        Directories.sync(file.getParent());
    }

    private static void sync(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
