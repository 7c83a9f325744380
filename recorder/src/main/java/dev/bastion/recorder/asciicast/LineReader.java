package dev.bastion.recorder.asciicast;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Lines of bytes from a buffered stream, each bounded. For one thread. */
final class LineReader implements Closeable {

    /** The longest line that is read; our own are far below. */
    static final int LONGEST = 64 << 20;

    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private int ahead;

    LineReader(InputStream in) throws IOException {
        this.in = in;
        this.ahead = in.read();
    }

    /** The next line without its end; the last one may have none. */
    Optional<byte[]> next() throws IOException {
        if (ahead < 0) {
            return Optional.empty();
        }
        line.reset();
        int one = ahead;
        while (one >= 0 && one != '\n') {
            if (line.size() >= LONGEST) {
                throw new IOException("a line is longer than " + LONGEST + " bytes");
            }
            line.write(one);
            one = in.read();
        }
        ahead = one < 0 ? -1 : in.read();
        return Optional.of(line.toByteArray());
    }

    boolean atEnd() {
        return ahead < 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
