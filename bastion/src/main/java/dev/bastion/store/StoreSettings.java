package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.recorder.ledger.NoteSigner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the ledger lies and how it is kept. Immutable.
 *
 * @param database where leaves and tables are
 * @param treeHead signs each commit's head; its name is the ledger's origin. The key is none of the database's
 * @param headCopy the second path of the newest signed head, on another disk where there is one
 * @param directory of the reserve and of ends that could not be written yet; on the database's disk when that is SQLite
 * @param reserveBytes disk space kept for ends
 * @param queue how many decisions may wait; one more fails at once
 * @param poll how often another bastion's commits are looked for, at most
 */
public record StoreSettings(
        DatabaseSettings database,
        NoteSigner treeHead,
        Optional<Path> headCopy,
        Path directory,
        long reserveBytes,
        int queue,
        Duration poll) {

    private static final long RESERVE_BYTES = 4L * 1024 * 1024;
    private static final long SMALLEST_RESERVE = 1;
    private static final int QUEUE = 4096;
    private static final Duration POLL = Duration.ofMillis(500);

    public StoreSettings {
        requireNonNull(database, "database is null");
        requireNonNull(treeHead, "treeHead is null");
        requireNonNull(headCopy, "headCopy is null");
        requireNonNull(directory, "directory is null");
        requireNonNull(poll, "poll is null");
        if (reserveBytes <= 0 || queue <= 0 || !poll.isPositive()) {
            throw new IllegalArgumentException("reserve, queue and poll are positive");
        }
    }

    /** With 4 MiB of reserve, 4096 places in the queue, and a look each second. */
    public StoreSettings(DatabaseSettings database, NoteSigner treeHead, Optional<Path> headCopy, Path directory) {
        this(database, treeHead, headCopy, directory, RESERVE_BYTES, QUEUE, POLL);
    }

    /** For one act beside the bastion whose directory and copy of the head these are: neither is touched. */
    StoreSettings beside() {
        return new StoreSettings(
                database, treeHead, Optional.empty(), directory.resolve("beside"), SMALLEST_RESERVE, QUEUE, poll);
    }
}
