package dev.bastion.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.recorder.asciicast.Asciicast;
import dev.bastion.recorder.asciicast.LineBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a recording readable that broke off: cuts an incomplete last line, keeps what it cut beside, adds a last event that
 * says so, and writes a new list of sums, in which the facts say {@code repaired}. Nothing that was complete is changed.
 * Must not be used on a recording that still runs.
 */
public final class Repair {

    private static final String BROKEN_OFF = "the recording broke off here";
    private static final int LONGEST_LINE = 64 << 20;

    private final Clock clock;

    public Repair(Clock clock) {
        this.clock = clock;
    }

    /**
     * What was done.
     *
     * @param seal the new seal; nothing where the recording was sealed already and was left alone
     * @param cut what was cut, for people: file and bytes
     */
    public record Repaired(Optional<Seal> seal, List<String> cut) {

        public Repaired {
            cut = List.copyOf(cut);
        }
    }

    /** Repairs a session's recording; one that is sealed is left alone. */
    public Repaired session(RecordedSession session) throws IOException {
        Path directory = session.directory();
        if (Files.exists(directory.resolve(SessionDirectory.SUMS))) {
            return new Repaired(Optional.empty(), List.of());
        }
        List<String> cut = new ArrayList<>();
        for (Path file : files(directory)) {
            String name = file.getFileName().toString();
            if (name.endsWith(".new")) {
                Files.delete(file);
            } else if (name.endsWith(".cast")) {
                cutLine(file).ifPresent(cut::add);
                addLastEvent(file);
            } else if (name.endsWith(".index")) {
                cutLine(file).ifPresent(cut::add);
                tellSurplus(file);
            } else if (name.endsWith(".jsonl")) {
                cutLine(file).ifPresent(cut::add);
            }
        }
        writeFacts(directory, session, cut);
        return new Repaired(Optional.of(writeSums(directory, session.id())), cut);
    }

    /**
     * Repairs one asciicast that belongs to no session's directory any more.
     *
     * @return what was cut
     */
    public Optional<String> file(Path cast) throws IOException {
        Optional<String> cut = cutLine(cast);
        addLastEvent(cast);
        return cut;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }

    /** Cuts what follows the last whole line; a whole line ends with a line feed and is JSON. */
    private static Optional<String> cutLine(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = channel.size();
            long end = size;
            while (end > 0) {
                long lineStart = lineStart(channel, end);
                if (whole(channel, lineStart, end)) {
                    break;
                }
                end = lineStart;
            }
            if (end == size) {
                return Optional.empty();
            }
            byte[] cut = read(channel, end, size);
            Path beside = file.resolveSibling(file.getFileName() + ".cut");
            write(beside, cut);
            channel.truncate(end);
            channel.force(true);
            return Optional.of(file.getFileName() + ": " + cut.length + " bytes");
        }
    }

    /** Where the line begins whose last byte is before this position. */
    private static long lineStart(FileChannel channel, long end) throws IOException {
        byte[] piece = new byte[8 << 10];
        long at = end - 1;
        while (at > 0) {
            int count = (int) Math.min(piece.length, at);
            ByteBuffer buffer = ByteBuffer.wrap(piece, 0, count);
            readFully(channel, buffer, at - count);
            for (int i = count - 1; i >= 0; i--) {
                if (piece[i] == '\n') {
                    return at - count + i + 1;
                }
            }
            at -= count;
        }
        return 0;
    }

    private static boolean whole(FileChannel channel, long start, long end) throws IOException {
        byte[] line = read(channel, start, end);
        return line[line.length - 1] == '\n'
                && line.length > 1
                && Json.read(line).isPresent();
    }

    private static byte[] read(FileChannel channel, long start, long end) throws IOException {
        if (end - start > LONGEST_LINE) {
            throw new IOException("a line is longer than " + LONGEST_LINE + " bytes; this is no recording of ours");
        }
        byte[] bytes = new byte[(int) (end - start)];
        readFully(channel, ByteBuffer.wrap(bytes), start);
        return bytes;
    }

    private static void readFully(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at);
            if (count < 0) {
                throw new IOException("the file became shorter while it was repaired");
            }
            at += count;
        }
    }

    /** Adds the event that tells of the break, unless the program's end was recorded. */
    private static void addLastEvent(Path cast) throws IOException {
        Optional<JsonNode> last = lastLine(cast);
        if (last.isEmpty() || (last.get().isArray() && ended(last.get()))) {
            return;
        }
        long micros = last.get().isArray() ? Math.round(last.get().path(0).asDouble() * 1e6) : 0;
        LineBuffer line = new LineBuffer(128);
        Asciicast.event(line, micros, 'm', BROKEN_OFF);
        append(cast, java.util.Arrays.copyOf(line.array(), line.size()));
    }

    private static boolean ended(JsonNode event) {
        return event.path(1).asText().equals("x") || event.path(2).asText().equals(BROKEN_OFF);
    }

    /** The last line, or nothing in a file that is empty. */
    private static Optional<JsonNode> lastLine(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            return size == 0 ? Optional.empty() : Json.read(read(channel, lineStart(channel, size), size));
        }
    }

    /** Bytes of streams that were written when their line in the index was not yet. */
    private static void tellSurplus(Path index) throws IOException {
        java.util.Map<String, Long> told = new java.util.TreeMap<>();
        double time = 0;
        for (String line : Files.readAllLines(index)) {
            Optional<JsonNode> node = Json.read(line.getBytes(StandardCharsets.UTF_8));
            if (node.isPresent() && node.get().isArray()) {
                time = Math.max(time, node.get().path(0).asDouble());
                told.merge(node.get().path(1).asText(), node.get().path(2).asLong(), Long::sum);
            }
        }
        String base = index.getFileName().toString();
        base = base.substring(0, base.lastIndexOf('.') + 1);
        for (String stream : List.of(StreamChannel.STDIN, StreamChannel.STDOUT, StreamChannel.STDERR)) {
            Path file = index.resolveSibling(base + stream);
            long surplus = Files.exists(file) ? Files.size(file) - told.getOrDefault(stream, 0L) : 0;
            if (surplus > 0) {
                LineBuffer line = new LineBuffer(64);
                line.ascii('[');
                line.seconds(Math.round(time * 1e6));
                line.text(",\"" + stream + "\"," + surplus + ",0]\n");
                append(index, java.util.Arrays.copyOf(line.array(), line.size()));
            }
        }
    }

    private void writeFacts(Path directory, RecordedSession session, List<String> cut) throws IOException {
        Path file = directory.resolve(SessionDirectory.FACTS);
        ObjectNode page = Json.object().put("format", 1);
        Optional<JsonNode> before = Files.exists(file) ? Json.read(Files.readAllBytes(file)) : Optional.empty();
        if (before.isPresent() && before.get() instanceof ObjectNode known) {
            page.setAll(known);
        } else {
            page.put("session", session.id()).put("name", session.toString());
        }
        page.put("state", "repaired");
        if (!page.has("cause")) {
            page.put("cause", "broken-off");
        }
        page.put("repaired_at", clock.instant().toString());
        ArrayNode list = page.putArray("cut");
        cut.forEach(list::add);
        Path fresh = directory.resolve(SessionDirectory.FACTS + ".new");
        write(fresh, Json.page(page));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Seal writeSums(Path directory, long session) throws IOException {
        StringBuilder sums = new StringBuilder();
        long bytes = 0;
        for (Path file : files(directory)) {
            SessionDirectory.forceOne(file);
            bytes += Files.size(file);
            sums.append(Verification.sha256(file))
                    .append("  ")
                    .append(file.getFileName())
                    .append('\n');
        }
        byte[] list = sums.toString().getBytes(StandardCharsets.US_ASCII);
        write(directory.resolve(SessionDirectory.SUMS), list);
        SessionDirectory.forceOne(directory);
        MessageDigest digest = Sha256.start();
        digest.update(list);
        return new Seal(session, Sha256.hex(digest), bytes, 0, 0, Map.of());
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                java.util.Set.of(
                        StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                SessionDirectory.FILE_MODE)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    private static void append(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        }
    }
}
