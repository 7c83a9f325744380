package dev.bastion.store;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of ends that the ledger could not take, so that a restart does not forget what was taken away. One event a line,
 * as in the ledger. Whoever writes to it can take access away and give none: anything else in it is passed over.
 *
 * <p>For one thread at a time.
 */
final class EndSpool {

    private final Path file;

    EndSpool(Path file) {
        this.file = requireNonNull(file, "file is null").toAbsolutePath();
    }

    Path file() {
        return file;
    }

    /** Keeps these as well, synced. */
    void add(List<AccessEvent> ends) throws IOException {
        Directories.make(file.getParent());
        var lines = new ByteArrayOutputStream();
        for (var end : ends) {
            lines.writeBytes(EventCodec.encode(0, end));
            lines.write('\n');
        }
        var bytes = ByteBuffer.wrap(lines.toByteArray());
        try (var channel = FileChannel.open(file, CREATE, APPEND)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Directories.sync(file.getParent());
    }

    /** What is kept. The last line may be half written, and is passed over like anything that is no end. */
    Kept read() throws IOException {
        var ends = new ArrayList<AccessEvent>();
        int passedOver = 0;
        for (var line :
                Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.<String>of()) {
            try {
                var event = EventCodec.decode(0, line.getBytes(StandardCharsets.ISO_8859_1));
                if (PendingEnd.takesAway(event)) {
                    ends.add(event);
                } else {
                    passedOver++;
                }
            } catch (MalformedLeafException e) {
                passedOver++;
            }
        }
        return new Kept(ends, passedOver);
    }

    /** The ends of the file, and how many of its lines are none. */
    record Kept(List<AccessEvent> ends, int passedOver) {
        Kept {
            ends = List.copyOf(ends);
        }
    }

    /** The ledger has them now. */
    void clear() throws IOException {
        if (Files.deleteIfExists(file)) {
            Directories.sync(file.getParent());
        }
    }
}
