package dev.bastion.recorder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.recorder.StreamLimit.PastLimit;
import dev.bastion.recorder.asciicast.LineBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The recording of a command without a terminal: {@code exec-N.stdin}, {@code .stdout} and {@code .stderr} as they were,
 * and {@code exec-N.index}, whose first line says what ran and each further one what came when:
 *
 * <pre>
 * [0.012,"stdout",8192,0]        8192 bytes more in exec-N.stdout, 0 bytes not kept after them
 * [1.5,"withheld",9,"Password:"] 9 bytes of standard input withheld after that prompt
 * [2.25,"tail","stdout",1048576] exec-N.stdout.tail has the last so many bytes of those that were not kept
 * [2.25,"exit",0]
 * </pre>
 */
final class StreamChannel extends LiveChannel implements StreamRecording {

    static final String STDIN = "stdin";
    static final String STDOUT = "stdout";
    static final String STDERR = "stderr";

    private static final int LONGEST_COMMAND = 64 << 10;

    /** Pieces of one stream within this time share a line of the index. */
    private static final long ONE_LINE_MICROS = 1000;

    private final RecordingFile index;
    private final StreamLimit limit;
    private final EventTimes times;
    private final StreamSide stdin;
    private final StreamSide stdout;
    private final StreamSide stderr;
    private final InputRedactor redactor;
    private final WithheldLines withheld = new WithheldLines();
    private final AtomicLong stdinAccepted = new AtomicLong();
    private final AtomicLong stdoutAccepted = new AtomicLong();
    private final AtomicLong stderrAccepted = new AtomicLong();
    private volatile boolean pastLimit;
    private long unreadInput;
    private long gathered;
    private OptionalInt exit = OptionalInt.empty();
    private LineBuffer out;
    private boolean timerSet;
    private StreamSide pending;
    private long pendingMicros;
    private long pendingKept;
    private long pendingSkipped;

    private StreamChannel(SessionRecorder session, int number, StreamLimit limit, RecordingFile index) {
        super(session, number);
        this.index = index;
        this.limit = limit;
        this.times = new EventTimes(session.nanos());
        String base = "exec-" + number + ".";
        this.stdin = new StreamSide(session, STDIN, base + STDIN, limit.bytes());
        this.stdout = new StreamSide(session, STDOUT, base + STDOUT, limit.bytes());
        this.stderr = new StreamSide(session, STDERR, base + STDERR, limit.bytes());
        this.redactor = new InputRedactor(new Kept(), 2);
    }

    /** Makes the index and writes what is about to run. */
    static StreamChannel create(SessionRecorder session, int number, byte[] command, StreamLimit limit)
            throws IOException {
        RecordingFile index = session.files().create("exec-" + number + ".index");
        ObjectNode header = Json.object();
        header.put("version", 1);
        header.put("timestamp", session.now().getEpochSecond());
        describeCommand(header, command);
        header.putObject("limit")
                .put("bytes", limit.bytes())
                .put("then", limit.then().name().toLowerCase(Locale.ROOT));
        ObjectNode bastion = header.putObject("bastion");
        session.page().describe(bastion);
        bastion.put("channel", number);
        byte[] line = Json.line(header);
        session.files().append(index, line, 0, line.length);
        return new StreamChannel(session, number, limit, index);
    }

    private static void describeCommand(ObjectNode header, byte[] command) {
        byte[] kept = command.length > LONGEST_COMMAND ? Arrays.copyOf(command, LONGEST_COMMAND) : command;
        String text = new String(kept, StandardCharsets.UTF_8);
        header.put("command", text);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), kept)) {
            header.put("command_base64", Base64.getEncoder().encodeToString(kept));
        }
        if (kept.length < command.length) {
            MessageDigest digest = Sha256.start();
            digest.update(command);
            header.put("command_length", command.length);
            header.put("command_sha256", Sha256.hex(digest));
        }
    }

    @Override
    public void stdin(byte[] bytes, int offset, int length) {
        accept(Entry.Kind.INPUT, stdinAccepted, bytes, offset, length);
        session.tally().countInput(length);
    }

    @Override
    public void stdout(byte[] bytes, int offset, int length) {
        accept(Entry.Kind.OUTPUT, stdoutAccepted, bytes, offset, length);
        session.tally().countOutput(length);
    }

    @Override
    public void stderr(byte[] bytes, int offset, int length) {
        accept(Entry.Kind.ERRORS, stderrAccepted, bytes, offset, length);
        session.tally().countOutput(length);
    }

    private void accept(Entry.Kind kind, AtomicLong accepted, byte[] bytes, int offset, int length) {
        if (length == 0) {
            return;
        }
        accept(kind, bytes, offset, length, null);
        if (accepted.addAndGet(length) > limit.bytes()) {
            pastLimit = true;
        }
    }

    @Override
    public void exit(int status) {
        accept(Entry.Kind.EXIT, status);
    }

    @Override
    public boolean pastLimitEnds() {
        return pastLimit && limit.then() == PastLimit.END;
    }

    @Override
    RecordingFile main() {
        return index;
    }

    @Override
    void write(Entry entry, LineBuffer buffer) throws IOException {
        out = buffer;
        try {
            write(entry);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        watchDeadline();
    }

    private void write(Entry entry) {
        switch (entry.kind) {
            case INPUT -> {
                gathered += entry.length;
                if (session.recordsInput()) {
                    redactor.input(entry.nanos, entry.bytes, entry.offset, entry.length);
                } else {
                    unreadInput += entry.length;
                }
            }
            case OUTPUT -> printed(entry, 0, stdout);
            case ERRORS -> printed(entry, 1, stderr);
            case EXIT -> {
                exit = OptionalInt.of((Integer) entry.what);
                line(entry.nanos, "exit");
                out.text(entry.what.toString());
                out.text("]\n");
            }
            case RESIZE, MARKER, LINE, DIGEST, DIGEST_END, CLOSE ->
                throw new IllegalStateException("a stream has no " + entry.kind);
        }
    }

    private void printed(Entry entry, int which, StreamSide side) {
        gathered += entry.length;
        redactor.output(which, entry.bytes, entry.offset, entry.length);
        take(side, entry.nanos, entry.bytes, entry.offset, entry.length);
    }

    private void take(StreamSide side, long nanos, byte[] bytes, int offset, int length) {
        int kept;
        try {
            kept = side.take(nanos, bytes, offset, length);
        } catch (IOException failed) {
            // Through the redactor, which knows no files.
            throw new UncheckedIOException(failed);
        }
        long micros = times.micros(nanos);
        // After a gap nothing may be joined: a line tells of kept bytes first and of the gap behind them.
        if (pending != side || micros - pendingMicros > ONE_LINE_MICROS || (pendingSkipped > 0 && kept > 0)) {
            writePending();
            pending = side;
            pendingMicros = micros;
        }
        pendingKept += kept;
        pendingSkipped += length - kept;
    }

    private void writePending() {
        if (pending == null) {
            return;
        }
        begin(pendingMicros, pending.name());
        out.number(pendingKept);
        out.ascii(',');
        out.number(pendingSkipped);
        out.text("]\n");
        pending = null;
        pendingKept = 0;
        pendingSkipped = 0;
    }

    private void line(long nanos, String kind) {
        writePending();
        begin(times.micros(nanos), kind);
    }

    private void begin(long micros, String kind) {
        out.ascii('[');
        out.seconds(micros);
        out.text(",\"" + kind + "\",");
    }

    private void watchDeadline() {
        if (!timerSet && redactor.deadline().isPresent()) {
            timerSet = true;
            session.lane().at(redactor.deadline().getAsLong(), this::timer);
        }
    }

    private void timer() {
        timerSet = false;
        writeOutsideBatch(buffer -> {
            out = buffer;
            try {
                redactor.due(session.nanos());
            } catch (UncheckedIOException failed) {
                throw failed.getCause();
            }
            watchDeadline();
        });
    }

    @Override
    void beforeFlush(LineBuffer buffer) {
        out = buffer;
        writePending();
    }

    @Override
    void writeEnd(LineBuffer buffer) throws IOException {
        out = buffer;
        try {
            redactor.close();
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        for (StreamSide side : List.of(stdin, stdout, stderr)) {
            long tail = side.writeTail();
            if (tail > 0) {
                line(session.nanos(), "tail");
                out.text("\"" + side.name() + "\",");
                out.number(tail);
                out.text("]\n");
            }
        }
    }

    @Override
    void afterEnd() {
        List.of(stdin, stdout, stderr).forEach(StreamSide::release);
    }

    @Override
    long takeGathered() {
        long taken = gathered;
        gathered = 0;
        return taken;
    }

    @Override
    long undecided() {
        return redactor.undecided();
    }

    @Override
    void describe(ObjectNode facts) {
        facts.put("kind", "exec");
        facts.put("file", index.name());
        exit.ifPresent(status -> facts.put("exit_status", status));
        if (session.recordsInput()) {
            stdin.describe(facts, withheld.bytes());
            withheld.describe(facts);
        } else {
            facts.putObject(STDIN).put("bytes", unreadInput).put("recorded", false);
        }
        stdout.describe(facts, 0);
        stderr.describe(facts, 0);
    }

    /** Where the redactor's decisions go. */
    private final class Kept implements InputRedactor.Sink {

        @Override
        public void keep(long nanos, byte[] bytes, int offset, int length) {
            take(stdin, nanos, bytes, offset, length);
        }

        @Override
        public void withheld(long nanos, String prompt, int bytes) {
            withheld.add(times.seconds(nanos), prompt, bytes);
            session.tally().countWithheld();
            line(nanos, "withheld");
            out.number(bytes);
            out.ascii(',');
            out.text(Json.object().textNode(prompt).toString());
            out.text("]\n");
        }
    }
}
