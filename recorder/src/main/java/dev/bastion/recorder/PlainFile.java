package dev.bastion.recorder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Set;

/** A recording's file as it is. */
final class PlainFile implements RecordingFile {

    private final Path path;
    private final FileChannel channel;
    private final Object key;
    private final MessageDigest digest = Sha256.start();
    private long size;

    private PlainFile(Path path, FileChannel channel, Object key) {
        this.path = path;
        this.channel = channel;
        this.key = key;
    }

    /** Makes a file, which must not be there, with mode 0600. */
    static PlainFile create(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), SessionDirectory.FILE_MODE);
        try {
            return new PlainFile(path, channel, attributes(path).fileKey());
        } catch (IOException unreadable) {
            channel.close();
            throw unreadable;
        }
    }

    @Override
    public String name() {
        return path.getFileName().toString();
    }

    @Override
    public void append(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
        try {
            while (left.hasRemaining()) {
                channel.write(left);
            }
        } catch (IOException failed) {
            cutBack(failed);
            throw failed;
        }
        digest.update(bytes, offset, length);
        size += length;
    }

    private void cutBack(IOException failed) {
        try {
            // Half a line would make the whole recording unreadable to players.
            channel.truncate(size);
        } catch (IOException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public String sha256() {
        return Sha256.hexSoFar(digest);
    }

    @Override
    public boolean inPlace() {
        if (!channel.isOpen()) {
            // It is complete; whether it stays so is for the sums to tell.
            return true;
        }
        try {
            return Objects.equals(attributes(path).fileKey(), key);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
