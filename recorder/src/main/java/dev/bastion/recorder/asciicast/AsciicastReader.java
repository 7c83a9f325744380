package dev.bastion.recorder.asciicast;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads an asciicast of version 2 or 3. Unknown event codes are kept, comments and blank lines passed over, times made
 * monotonic; an incomplete last line ends the reading and is told by {@link Cast.Events#brokenOff()}. Immutable; the
 * events of one {@link #open()} are for one thread.
 */
public final class AsciicastReader implements Cast {

    private final Path file;
    private final CastHeader header;
    private final int version;

    private AsciicastReader(Path file, CastHeader header, int version) {
        this.file = file;
        this.header = header;
        this.version = version;
    }

    /**
     * Reads the header.
     *
     * @throws IOException if the file cannot be read or is no asciicast of version 2 or 3
     */
    public static AsciicastReader of(Path file) throws IOException {
        requireNonNull(file, "file is null");
        try (LineReader lines = lines(file)) {
            byte[] first = lines.next()
                    .orElseThrow(
                            () -> new IOException("\"" + file.getFileName() + "\" is empty\nhint: bastion repair"));
            HeaderLine line = HeaderLine.parse(first, String.valueOf(file.getFileName()));
            return new AsciicastReader(file, line.header(), line.version());
        }
    }

    @Override
    public CastHeader header() {
        return header;
    }

    /** Version of the file, 2 or 3. */
    public int version() {
        return version;
    }

    @Override
    public Events open() throws IOException {
        LineReader lines = lines(file);
        try {
            lines.next();
        } catch (IOException unreadable) {
            lines.close();
            throw unreadable;
        }
        return new FileEvents(lines);
    }

    private static LineReader lines(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        return new LineReader(new BufferedInputStream(in, 1 << 16));
    }

    private final class FileEvents implements Events {

        private final LineReader lines;
        private long now;
        private boolean broken;

        FileEvents(LineReader lines) {
            this.lines = lines;
        }

        @Override
        public Optional<CastEvent> next() throws IOException {
            while (!broken) {
                Optional<byte[]> line = lines.next();
                if (line.isEmpty()) {
                    return Optional.empty();
                }
                if (EventLine.passedOver(line.get())) {
                    continue;
                }
                Optional<EventLine> event = EventLine.parse(line.get());
                if (event.isEmpty()) {
                    if (!lines.atEnd()) {
                        throw new IOException("\"" + file.getFileName() + "\" has a line that is no event, after "
                                + now / 1_000_000 + " s");
                    }
                    broken = true;
                    return Optional.empty();
                }
                long told = event.get().micros();
                now = version == 2 ? Math.max(now, told) : now + told;
                return Optional.of(
                        new CastEvent(now, event.get().code(), event.get().data()));
            }
            return Optional.empty();
        }

        @Override
        public boolean brokenOff() {
            return broken;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
