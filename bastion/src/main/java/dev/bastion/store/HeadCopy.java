package dev.bastion.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import dev.bastion.recorder.ledger.Checkpoint;
import dev.bastion.recorder.ledger.MalformedNoteException;
import dev.bastion.recorder.ledger.SignedNote;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The newest signed head, kept at a second path: should the database come back as it was yesterday, this file knows
 * better. It is written after the commit, and before that is acknowledged; the other order would leave a copy that is
 * newer than the ledger after a crash, and a false alarm.
 *
 * <p>The file has two places of 4 KiB, each with a signed note and line breaks up to its end, written by turns in place. A
 * write that a crash cuts short spoils one and leaves the other, and syncing it is a single flush of the disk, where a
 * new file and its name would take three. A file with one note and nothing else is read as well.
 *
 * <p>For one thread at a time.
 */
final class HeadCopy {

    private static final int PLACE_BYTES = 4096;
    private static final int PLACES = 2;
    private static final byte FILLING = '\n';

    private final Path file;
    private int next = -1;

    HeadCopy(Path file) {
        this.file = requireNonNull(file, "file is null").toAbsolutePath();
    }

    Path file() {
        return file;
    }

    /** The notes in both places, whatever they are worth; one of them may be half written. None if there is no file. */
    List<String> read() throws IOException {
        var notes = new ArrayList<String>();
        for (int place = 0; place < PLACES; place++) {
            var note = note(place);
            if (!note.isEmpty()) {
                notes.add(note);
            }
        }
        return List.copyOf(notes);
    }

    /** Puts this note in place of the older one, durably. */
    void write(String note) throws IOException {
        var content = filled(note);
        if (next < 0 && !whole()) {
            create(content);
            next = 1;
            return;
        }
        int place = next < 0 ? olderPlace() : next;
        // Should this write fail half way, the next one must not spoil the other place.
        next = place;
        try (var channel = FileChannel.open(file, WRITE)) {
            write(channel, content, (long) place * PLACE_BYTES);
            channel.force(false);
        }
        next = 1 - place;
    }

    private boolean whole() throws IOException {
        return Files.exists(file) && Files.size(file) == (long) PLACES * PLACE_BYTES;
    }

    private void create(byte[] content) throws IOException {
        Directories.make(file.getParent());
        var beside = file.resolveSibling(file.getFileName() + ".new");
        try (var channel = FileChannel.open(beside, CREATE, TRUNCATE_EXISTING, WRITE)) {
            write(channel, content, 0);
            write(channel, filled(""), PLACE_BYTES);
            channel.force(true);
        }
        Files.move(beside, file, ATOMIC_MOVE, REPLACE_EXISTING);
        Directories.sync(file.getParent());
    }

    private int olderPlace() throws IOException {
        return size(note(0)) <= size(note(1)) ? 0 : 1;
    }

    private String note(int place) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        var bytes = Files.readAllBytes(file);
        int from = Math.min(bytes.length, place * PLACE_BYTES);
        int to = Math.min(bytes.length, from + PLACE_BYTES);
        while (to > from && bytes[to - 1] == FILLING) {
            to--;
        }
        return to == from ? "" : new String(bytes, from, to - from, StandardCharsets.UTF_8) + '\n';
    }

    private static long size(String note) {
        try {
            return Checkpoint.parse(SignedNote.parse(note).text()).size();
        } catch (MalformedNoteException e) {
            // Nothing, or half a note: the place that may be written over.
            return -1;
        }
    }

    private static byte[] filled(String note) {
        var bytes = note.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > PLACE_BYTES) {
            throw new IllegalArgumentException("a head of " + bytes.length + " bytes is too long to be kept");
        }
        var content = Arrays.copyOf(bytes, PLACE_BYTES);
        Arrays.fill(content, bytes.length, PLACE_BYTES, FILLING);
        return content;
    }

    private static void write(FileChannel channel, byte[] content, long position) throws IOException {
        var buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            channel.write(buffer, position + buffer.position());
        }
    }
}
