package dev.bastion.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A client's end of a command, whose person types and reads here. */
final class Channel implements CommandChannel {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Watched out = new Watched();
    private final Watched err = new Watched();
    private final PipedOutputStream keys = new PipedOutputStream();
    private final InputStream in;
    private final Optional<Window> terminal;
    private final List<Runnable> closers = new CopyOnWriteArrayList<>();
    private volatile boolean open = true;
    volatile int status = -1;

    Channel() {
        this(Optional.empty());
    }

    private Channel(Optional<Window> terminal) {
        this.terminal = terminal;
        try {
            this.in = new PipedInputStream(keys);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static Channel withTerminal(int cols, int rows) {
        return new Channel(Optional.of(new Window(cols, rows)));
    }

    String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String told() {
        return err.toString(StandardCharsets.UTF_8);
    }

    JsonNode json() {
        try {
            return MAPPER.readTree(printed());
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(printed(), malformed);
        }
    }

    void type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    void awaitTold(String text) throws InterruptedException {
        err.await(text);
    }

    void awaitPrinted(String text) throws InterruptedException {
        out.await(text);
    }

    /** The client goes away. */
    void close() {
        open = false;
        closers.forEach(Runnable::run);
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public OutputStream err() {
        return err;
    }

    @Override
    public Optional<Window> terminal() {
        return terminal;
    }

    @Override
    public void onResize(Consumer<Window> listener) {}

    @Override
    public boolean open() {
        return open;
    }

    @Override
    public void onClose(Runnable listener) {
        closers.add(listener);
    }

    /** Collects what is written, and wakes who waits for a text in it. */
    private static final class Watched extends ByteArrayOutputStream {
        private final List<Wait> waits = new CopyOnWriteArrayList<>();

        private record Wait(String text, CountDownLatch seen) {}

        void await(String text) throws InterruptedException {
            Wait wait = new Wait(text, new CountDownLatch(1));
            waits.add(wait);
            look();
            if (!wait.seen().await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("\"%s\" never came: %s".formatted(text, toString(StandardCharsets.UTF_8)));
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, length);
            look();
        }

        private void look() {
            String all = toString(StandardCharsets.UTF_8);
            waits.stream()
                    .filter(wait -> all.contains(wait.text()))
                    .forEach(wait -> wait.seen().countDown());
        }
    }
}
