package dev.bastion.recorder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directory of one session's recording, {@code <root>/YYYY/MM/DD/s-41}, by the day (UTC) on which it began. Its path
 * is made of numbers alone. Files are made and replaced by one thread; {@link #force} and {@link #lost} are for any.
 */
final class SessionDirectory {

    /** Lists each file's SHA-256 in the form that {@code sha256sum -c} reads. */
    static final String SUMS = "SHA256SUM";

    static final String FACTS = "facts.json";
    static final String EVENTS = "events.jsonl";

    static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    static final FileAttribute<Set<PosixFilePermission>> DIRECTORY_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu/MM/dd").withZone(ZoneOffset.UTC);

    private final Path path;
    private final Object key;
    private final Map<String, RecordingFile> files = new ConcurrentHashMap<>();
    private final Map<String, String> replaced = new ConcurrentHashMap<>();

    /** Whether it is on disk that this directory is where it is. */
    private volatile boolean placed;

    /** Directories that got a new entry when this one was made. */
    private final List<Path> unplaced;

    private SessionDirectory(Path path, Object key, List<Path> unplaced) {
        this.unplaced = List.copyOf(unplaced);
        this.path = path;
        this.key = key;
    }

    /** Makes the directory of a session, which must not be there; the root must be. */
    static SessionDirectory create(Path root, long session, Instant at) throws IOException {
        List<Path> grown = new ArrayList<>();
        Path day = root;
        for (Path part : Path.of(DAY.format(at))) {
            if (!Files.isDirectory(day.resolve(part))) {
                makeOrFind(day.resolve(part));
                grown.add(day);
            }
            day = day.resolve(part);
        }
        grown.add(day);
        Path path = Files.createDirectory(day.resolve("s-" + session), DIRECTORY_MODE);
        return new SessionDirectory(path, attributes(path).fileKey(), grown);
    }

    private static void makeOrFind(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, DIRECTORY_MODE);
        } catch (java.nio.file.FileAlreadyExistsException other) {
            if (!Files.isDirectory(directory)) {
                throw other;
            }
        }
    }

    Path path() {
        return path;
    }

    RecordingFile create(String name) throws IOException {
        RecordingFile file = PlainFile.create(path.resolve(name));
        files.put(name, file);
        return file;
    }

    /** Writes a small file whole, in the place of an earlier one. */
    void replace(String name, byte[] content) throws IOException {
        Path fresh = path.resolve(name + ".new");
        try (FileChannel channel =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE_MODE)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        }
        Files.move(fresh, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        MessageDigest digest = Sha256.start();
        digest.update(content);
        replaced.put(name, Sha256.hex(digest));
    }

    /** Puts small files on disk that were replaced. */
    void forceReplaced() throws IOException {
        for (String name : replaced.keySet()) {
            forceOne(path.resolve(name));
        }
    }

    /** Puts on disk which files there are. */
    void force() throws IOException {
        forceOne(path);
    }

    /** What must be on disk, each by itself, so that these files can be found after a crash. */
    List<Workshop.Sync> placing() {
        List<Workshop.Sync> all = new ArrayList<>();
        all.add(this::force);
        if (!placed) {
            unplaced.forEach(directory -> all.add(() -> forceOne(directory)));
        }
        return all;
    }

    /** All of {@link #placing()} was done. */
    void placed() {
        placed = true;
    }

    static void forceOne(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Each file with its digest, but for the list itself. */
    SortedMap<String, String> digests() {
        SortedMap<String, String> digests = new TreeMap<>(replaced);
        files.forEach((name, file) -> digests.put(name, file.sha256()));
        return digests;
    }

    /** The files that grow. */
    Iterable<RecordingFile> files() {
        return files.values();
    }

    /** What became of the directory that it can no longer be written to; nothing if all is well. */
    Optional<String> lost() {
        try {
            PosixFileAttributes now = attributes(path);
            if (!Objects.equals(now.fileKey(), key)) {
                return Optional.of("its directory was replaced");
            }
            // Root may write whatever the mode says, but not what is immutable or mounted read-only.
            if (!now.permissions().contains(PosixFilePermission.OWNER_WRITE) || !Files.isWritable(path)) {
                return Optional.of("its directory was made read-only");
            }
            for (RecordingFile file : files.values()) {
                if (!file.inPlace()) {
                    return Optional.of("its file \"" + file.name() + "\" was removed");
                }
            }
            return Optional.empty();
        } catch (IOException | UncheckedIOException gone) {
            return Optional.of("its directory was removed: " + gone);
        }
    }

    private static PosixFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
