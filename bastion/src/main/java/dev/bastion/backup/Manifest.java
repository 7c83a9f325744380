package dev.bastion.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a backup, each with its SHA-256 in a list that {@code sha256sum -c} reads. The list is written last, so that a
 * backup that has none was cut short. For one thread.
 */
final class Manifest {
    static final String SUMS = "SHA256SUM";

    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final int DIGEST_LETTERS = 64;
    private static final String BETWEEN = "  ";

    private final Path root;
    private final SortedMap<String, String> sums = new TreeMap<>();

    private Manifest(Path root) {
        this.root = root;
    }

    /** Of a backup that begins; the directory must not be there. */
    static Manifest begin(Path root) throws IOException {
        Files.createDirectory(root, DIRECTORY);
        return new Manifest(root);
    }

    /**
     * Of a backup that is there.
     *
     * @throws BackupRefusedException where a file is not as it was backed up, or there is no list
     */
    static Manifest check(Path root) throws IOException {
        Path list = root.resolve(SUMS);
        if (!Files.isRegularFile(list)) {
            throw new BackupRefusedException(
                    "'%s' is no backup, or one that was cut short: it has no list of sums".formatted(root),
                    "take the directory that bastion backup made");
        }
        Manifest manifest = new Manifest(root);
        for (String line : Files.readAllLines(list)) {
            manifest.check(line);
        }
        return manifest;
    }

    private void check(String line) throws IOException {
        boolean readable = line.length() > DIGEST_LETTERS + BETWEEN.length();
        String name = readable ? line.substring(DIGEST_LETTERS + BETWEEN.length()) : line;
        Path file = root.resolve(name).normalize();
        boolean same = readable
                && file.startsWith(root)
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && digest(file).equals(line.substring(0, DIGEST_LETTERS));
        if (!same) {
            throw new BackupRefusedException(
                    "'%s' of the backup is not as it was backed up".formatted(name), "take another backup");
        }
        sums.put(name, line.substring(0, DIGEST_LETTERS));
    }

    Path path(String name) {
        return root.resolve(name);
    }

    boolean has(String name) {
        return sums.containsKey(name);
    }

    /** The files below a directory of it, in order. */
    Stream<String> below(String directory) {
        return sums.keySet().stream().filter(name -> name.startsWith(directory + "/"));
    }

    /** Takes a file over under that name. */
    void copy(Path from, String name) throws IOException {
        Path to = root.resolve(name);
        Files.createDirectories(to.getParent(), DIRECTORY);
        lay(from, to);
        sum(name);
    }

    /** Writes a small file of its own. */
    void write(String name, String text) throws IOException {
        Path to = Files.createFile(root.resolve(name), FILE);
        Files.writeString(to, text);
        sum(name);
    }

    /** A file lies there now. */
    void sum(String name) throws IOException {
        sums.put(name, digest(root.resolve(name)));
    }

    /** Writes the list; from now on it is a backup. */
    void finish() throws IOException {
        StringBuilder list = new StringBuilder();
        for (Map.Entry<String, String> one : sums.entrySet()) {
            list.append(one.getValue()).append(BETWEEN).append(one.getKey()).append('\n');
        }
        Path file = Files.createFile(root.resolve(SUMS), FILE);
        Files.writeString(file, list);
        sync(file);
        sync(root);
    }

    /** Copies a file to where none is, for its owner alone, and as far as it reaches now: it may grow meanwhile. */
    static void lay(Path from, Path to) throws IOException {
        Files.createFile(to, FILE);
        try (InputStream in = Files.newInputStream(from, LinkOption.NOFOLLOW_LINKS);
                OutputStream out = Files.newOutputStream(to)) {
            in.transferTo(out);
        }
        sync(to);
    }

    /** Makes directories that are missing, for their owner alone. */
    static void directories(Path directory) throws IOException {
        Files.createDirectories(directory, DIRECTORY);
    }

    static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String digest(Path file) throws IOException {
        try (DigestInputStream in = new DigestInputStream(
                Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
