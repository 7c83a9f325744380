package dev.bastion.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Held by the one process that writes into a data directory: a bastion that serves, or a command that must not run beside
 * one. The kernel takes it away from a process that dies, however it does. Says nothing of bastions on other machines that
 * share the database. Thread-safe.
 */
public final class StoreLock implements AutoCloseable {
    private static final String FILE = "ledger.lock";

    /** {@link #isHeld} takes the lock for a moment; whoever wants to keep it asks again before it gives up. */
    private static final int TRIES = 5;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    private final FileChannel channel;

    private StoreLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes it, and keeps it until it is closed.
     *
     * @throws StoreRefusedException.InUse when somebody else has it
     * @throws LedgerUnavailableException when the directory cannot be written
     */
    static StoreLock take(Path directory) {
        try {
            Directories.make(directory);
            FileChannel channel = FileChannel.open(directory.resolve(FILE), CREATE, WRITE);
            for (int tries = 0; tries < TRIES; tries++) {
                if (lock(channel, false) != null) {
                    return new StoreLock(channel);
                }
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
            channel.close();
        } catch (IOException e) {
            throw new LedgerUnavailableException("'" + directory + "' cannot be locked: " + e.getMessage(), e);
        }
        throw new StoreRefusedException.InUse("a bastion runs on '" + directory + "' already");
    }

    /**
     * Whether anybody has it now.
     *
     * @throws UncheckedIOException when that cannot be told
     */
    public static boolean isHeld(Path directory) {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, READ)) {
            return lock(channel, true) == null;
        } catch (IOException e) {
            throw new UncheckedIOException("'" + file + "' cannot be read", e);
        }
    }

    /** The lock, which goes with its channel; null when another process, or this one, has it. */
    private static FileLock lock(FileChannel channel, boolean shared) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared);
        } catch (OverlappingFileLockException ours) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            StoreLog.LOG.warn("the lock of the data directory was not given up cleanly", e);
        }
    }
}
