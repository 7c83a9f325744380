package dev.bastion.recorder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the disk below the recordings (THREATS.md T16). Below the reserve nothing new begins; below half of it the
 * heaviest writer ends. A small ballast file is given up when the disk is full after all, so that what ends can still be
 * sealed; bulk is refused from then on until there is room. Safe for concurrent use; {@link #look} is for one thread.
 */
final class DiskGuard {

    private static final Logger LOG = LoggerFactory.getLogger(DiskGuard.class);
    private static final String BALLAST = ".ballast";
    private static final int BALLAST_BYTES = 1 << 20;

    /** Where the free bytes of the disk come from; the root's file system, but in tests. */
    interface Free {
        long bytes() throws IOException;
    }

    private final Path root;
    private final long reserve;
    private final Free free;
    private volatile boolean rootUsable = true;
    private volatile boolean aboveReserve = true;
    private volatile boolean farBelow;
    private volatile boolean full;
    private boolean ballastThere;

    DiskGuard(Path root, long reserve, Free free) {
        this.root = root;
        this.reserve = reserve;
        this.free = free;
    }

    static Free freeOf(Path root) {
        // Asked for anew each time, since another file system may be mounted there meanwhile.
        return () -> Files.getFileStore(root).getUsableSpace();
    }

    boolean accepting() {
        return rootUsable && aboveReserve && !full;
    }

    /** Whether the directory of all recordings was there and writable when it was last looked at. */
    boolean rootUsable() {
        return rootUsable;
    }

    /** Why nothing is accepted. */
    String why() {
        if (!rootUsable) {
            return "the directory of the recordings \"" + root + "\" is not there or read-only";
        }
        return full ? "the disk of the recordings is full" : "the disk of the recordings is below its reserve";
    }

    /** Whether the heaviest writer must end. */
    boolean farBelowReserve() {
        return farBelow;
    }

    /** Whether the disk was found full; then only what ends a recording is written. */
    boolean full() {
        return full;
    }

    /** Looks at directory and disk. */
    void look() {
        rootUsable = usable();
        if (!rootUsable) {
            return;
        }
        try {
            long left = free.bytes();
            boolean above = left >= reserve;
            if (above != aboveReserve) {
                LOG.warn(
                        "{} bytes are free below the recordings, the reserve is {}: {}",
                        left,
                        reserve,
                        above ? "new sessions again" : "no new sessions");
            }
            aboveReserve = above;
            farBelow = left < reserve / 2;
            if (above && left > 2L * BALLAST_BYTES) {
                full = false;
                keepBallast();
            }
        } catch (IOException unknown) {
            LOG.warn("free space below the recordings is unknown", unknown);
            rootUsable = false;
        }
    }

    /** Told when a write found no room. */
    synchronized void foundFull() {
        full = true;
        ballastThere = false;
        try {
            Files.deleteIfExists(root.resolve(BALLAST));
        } catch (IOException stays) {
            LOG.warn("the ballast file cannot be given up", stays);
        }
    }

    private synchronized void keepBallast() {
        if (ballastThere) {
            return;
        }
        Path ballast = root.resolve(BALLAST);
        try {
            Files.deleteIfExists(ballast);
            try (FileChannel channel = FileChannel.open(
                    ballast,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    SessionDirectory.FILE_MODE)) {
                channel.write(java.nio.ByteBuffer.wrap(new byte[BALLAST_BYTES]));
            }
            ballastThere = true;
        } catch (IOException noRoom) {
            LOG.warn("no ballast file can be kept beside the recordings", noRoom);
        }
    }

    private boolean usable() {
        try {
            PosixFileAttributes now = Files.readAttributes(root, PosixFileAttributes.class);
            return now.isDirectory()
                    && now.permissions().contains(PosixFilePermission.OWNER_WRITE)
                    && Files.isWritable(root);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Why a write failed, as far as the disk is the reason. */
    static Optional<String> reason(IOException failed) {
        String text = String.valueOf(failed.getMessage());
        return text.contains("No space left") || text.contains("Disk quota exceeded")
                ? Optional.of("the disk is full")
                : Optional.empty();
    }
}
