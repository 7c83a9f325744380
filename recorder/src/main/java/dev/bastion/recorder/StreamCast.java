package dev.bastion.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.recorder.asciicast.Cast;
import dev.bastion.recorder.asciicast.CastEvent;
import dev.bastion.recorder.asciicast.CastHeader;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The recording of a command without a terminal, read as a terminal's: both outputs in the order in which they came, line
 * feeds with a return, gaps told by markers. Immutable; the events of one {@link #open()} are for one thread.
 */
final class StreamCast implements Cast {

    private static final int COLUMNS = 80;
    private static final int ROWS = 24;
    private static final int PIECE = 16 << 10;

    private final Path index;
    private final CastHeader header;

    private StreamCast(Path index, CastHeader header) {
        this.index = index;
        this.header = header;
    }

    static StreamCast of(Path index) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(index)) {
            String first = lines.readLine();
            Optional<JsonNode> node =
                    first == null ? Optional.empty() : Json.read(first.getBytes(StandardCharsets.UTF_8));
            if (node.isEmpty() || node.get().path("version").asInt() != 1) {
                throw new IOException("\"" + index.getFileName() + "\" is no index of streams");
            }
            return new StreamCast(index, header(node.get()));
        }
    }

    private static CastHeader header(JsonNode node) {
        ObjectNode more = Json.object();
        more.set("bastion", node.path("bastion"));
        String command = node.path("command").asText();
        return new CastHeader(
                COLUMNS,
                ROWS,
                OptionalLong.of(node.path("timestamp").asLong()),
                OptionalDouble.empty(),
                command.isEmpty() ? Optional.empty() : Optional.of(command),
                Optional.of(node.path("bastion").path("name").asText("exec")),
                new TreeMap<>(),
                more);
    }

    @Override
    public CastHeader header() {
        return header;
    }

    @Override
    public Events open() throws IOException {
        return new StreamEvents();
    }

    /** The exact bytes of both outputs, tails not among them. */
    void copyOutputs(OutputStream out) throws IOException {
        try (StreamEvents events = new StreamEvents()) {
            events.copyOutputs(out);
        }
        out.flush();
    }

    private final class StreamEvents implements Events {

        private final BufferedReader lines;
        private final Map<String, InputStream> files = new HashMap<>();
        private final Map<String, Utf8Pieces> texts = new HashMap<>();
        private final ArrayDeque<CastEvent> ready = new ArrayDeque<>();
        private final byte[] piece = new byte[PIECE];
        private long now;
        private String current = "";
        private long left;
        private long skipped;
        private boolean broken;
        private boolean over;

        StreamEvents() throws IOException {
            lines = Files.newBufferedReader(index);
            lines.readLine();
        }

        @Override
        public Optional<CastEvent> next() throws IOException {
            while (ready.isEmpty() && !over) {
                if (left > 0) {
                    readPiece();
                } else if (skipped > 0) {
                    ready.add(event(CastEvent.MARKER, skipped + " bytes of " + current + " not kept here"));
                    skipped = 0;
                } else {
                    readLine();
                }
            }
            return Optional.ofNullable(ready.poll());
        }

        private void readLine() throws IOException {
            Optional<JsonNode> line = line();
            if (line.isEmpty()) {
                over = true;
                texts.forEach((name, text) -> {
                    String rest = text.rest();
                    if (!rest.isEmpty()) {
                        ready.add(event(code(name), rest));
                    }
                });
                return;
            }
            JsonNode node = line.get();
            now = Math.max(now, Math.round(node.path(0).asDouble() * 1e6));
            String kind = node.path(1).asText();
            switch (kind) {
                case StreamChannel.STDIN, StreamChannel.STDOUT, StreamChannel.STDERR -> {
                    current = kind;
                    left = node.path(2).asLong();
                    skipped = node.path(3).asLong();
                }
                case "withheld" ->
                    ready.add(event(
                            CastEvent.MARKER,
                            "input withheld: " + node.path(2).asLong() + " bytes after \""
                                    + node.path(3).asText() + "\""));
                case "tail" -> {
                    current = node.path(2).asText() + ".tail";
                    left = node.path(3).asLong();
                    ready.add(event(
                            CastEvent.MARKER,
                            "the last " + left + " bytes of " + node.path(2).asText() + " that were not kept above"));
                }
                case "marker" -> ready.add(event(CastEvent.MARKER, node.path(2).asText()));
                case "exit" -> ready.add(event(CastEvent.EXIT, node.path(2).asText()));
                default -> {
                    // A newer bastion may tell more.
                }
            }
        }

        private Optional<JsonNode> line() throws IOException {
            String text = lines.readLine();
            if (text == null) {
                return Optional.empty();
            }
            Optional<JsonNode> node = Json.read(text.getBytes(StandardCharsets.UTF_8));
            broken = node.isEmpty() || !node.get().isArray();
            return broken ? Optional.empty() : node;
        }

        private int readBytes() throws IOException {
            InputStream in = files.get(current);
            if (in == null) {
                String base = index.getFileName().toString();
                base = base.substring(0, base.lastIndexOf('.') + 1);
                in = Files.newInputStream(index.resolveSibling(base + current));
                files.put(current, in);
            }
            int count = in.readNBytes(piece, 0, (int) Math.min(PIECE, left));
            if (count == 0) {
                throw new EOFException(
                        "\"" + index.getFileName() + "\" tells of more bytes of " + current + " than there are");
            }
            left -= count;
            return count;
        }

        private void readPiece() throws IOException {
            int count = readBytes();
            String text =
                    texts.computeIfAbsent(current, name -> new Utf8Pieces()).next(piece, count);
            String code = code(current);
            if (!text.isEmpty()) {
                ready.add(event(code, code.equals(CastEvent.OUTPUT) ? withReturns(text) : text));
            }
        }

        private static String code(String stream) {
            return stream.startsWith(StreamChannel.STDIN) ? CastEvent.INPUT : CastEvent.OUTPUT;
        }

        private static String withReturns(String text) {
            return text.replace("\r\n", "\n").replace("\n", "\r\n");
        }

        private CastEvent event(String code, String data) {
            return new CastEvent(now, code, data);
        }

        void copyOutputs(OutputStream out) throws IOException {
            while (!over) {
                readLine();
                ready.clear();
                boolean wanted = current.equals(StreamChannel.STDOUT) || current.equals(StreamChannel.STDERR);
                while (left > 0) {
                    int count = readBytes();
                    if (wanted) {
                        out.write(piece, 0, count);
                    }
                }
                skipped = 0;
            }
        }

        @Override
        public boolean brokenOff() {
            return broken;
        }

        @Override
        public void close() throws IOException {
            lines.close();
            for (InputStream in : files.values()) {
                in.close();
            }
        }
    }
}
