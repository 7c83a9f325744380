package dev.bastion.recorder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.recorder.asciicast.Asciicast;
import dev.bastion.recorder.asciicast.CastHeader;
import dev.bastion.recorder.asciicast.JsonText;
import dev.bastion.recorder.asciicast.LineBuffer;
import dev.bastion.recorder.mask.MaskKind;
import dev.bastion.recorder.mask.MaskTally;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A terminal's recording as an asciicast v2 file (docs.asciinema.org, asciicast v2). */
final class TerminalChannel extends RedactedChannel implements TerminalRecording {

    private static final int DEFAULT_COLUMNS = 80;
    private static final int DEFAULT_ROWS = 24;
    private static final int WIDEST = 65535;
    private static final int LONGEST_TERM = 64;
    private static final int LONGEST_COMMAND = 64 << 10;

    private record Size(int columns, int rows) {

        static Size of(int columns, int rows) {
            return new Size(sane(columns, DEFAULT_COLUMNS), sane(rows, DEFAULT_ROWS));
        }

        private static int sane(int cells, int instead) {
            return cells < 1 ? instead : Math.min(cells, WIDEST);
        }

        String text() {
            return columns + "x" + rows;
        }
    }

    private final RecordingFile file;
    private final JsonText outputText = new JsonText();
    private final JsonText inputText = new JsonText();
    private final MessageDigest outputDigest = Sha256.start();
    private final MessageDigest inputDigest = Sha256.start();
    private final MaskTally masked = new MaskTally();
    private final InputMask inputMask;
    private long outputBytes;
    private long inputBytes;
    private long inputLines;
    private OptionalInt exit = OptionalInt.empty();

    private TerminalChannel(SessionRecorder session, int number, RecordingFile file, Set<MaskKind> masks) {
        super(session, number, 1);
        this.file = file;
        this.inputMask = masks.isEmpty() ? null : new InputMask(masks, this::masked, this::writeTyped);
    }

    /** Makes the file and writes header and first event. */
    static TerminalChannel create(
            SessionRecorder session,
            int number,
            int columns,
            int rows,
            String term,
            String command,
            Set<MaskKind> masks)
            throws IOException {
        RecordingFile file = session.files().create("terminal-" + number + ".cast");
        TerminalChannel channel = new TerminalChannel(session, number, file, masks);
        Size size = Size.of(columns, rows);
        LineBuffer out = session.lane().buffer();
        out.clear();
        out.text(Asciicast.headerV2(header(session, number, size, term, command)));
        out.ascii('\n');
        // Players refuse a file without events, and the size is true of the first moment.
        Asciicast.event(out, 0, 'r', size.text());
        session.files().append(file, out.array(), 0, out.size());
        return channel;
    }

    private static CastHeader header(SessionRecorder session, int number, Size size, String term, String command) {
        SessionFacts facts = session.facts();
        SortedMap<String, String> env = new TreeMap<>();
        if (!term.isEmpty()) {
            env.put("TERM", term.length() > LONGEST_TERM ? term.substring(0, LONGEST_TERM) : term);
        }
        ObjectNode more = Json.object();
        ObjectNode bastion = more.putObject("bastion");
        bastion.put("format", 1);
        session.page().describe(bastion);
        bastion.put("channel", number);
        Optional<String> kept = command.isEmpty() ? Optional.empty() : Optional.of(command);
        if (command.length() > LONGEST_COMMAND) {
            kept = Optional.of(command.substring(0, LONGEST_COMMAND));
            MessageDigest digest = Sha256.start();
            digest.update(command.getBytes(StandardCharsets.UTF_8));
            bastion.put("command_length", command.length());
            bastion.put("command_sha256", Sha256.hex(digest));
        }
        return new CastHeader(
                size.columns(),
                size.rows(),
                OptionalLong.of(session.now().getEpochSecond()),
                OptionalDouble.empty(),
                kept,
                Optional.of(facts.name() + " " + facts.person() + " " + facts.login() + "@" + facts.target()),
                env,
                more);
    }

    @Override
    public void output(byte[] bytes, int offset, int length) {
        if (length > 0) {
            accept(Entry.Kind.OUTPUT, bytes, offset, length, null);
            session.tally().countOutput(length);
        }
    }

    @Override
    public void input(byte[] bytes, int offset, int length) {
        if (length > 0) {
            accept(Entry.Kind.INPUT, bytes, offset, length, null);
            session.tally().countInput(length);
        }
    }

    @Override
    public void masked(MaskKind kind) {
        masked.add(kind);
        session.tally().masked().add(kind);
    }

    @Override
    public void resize(int columns, int rows) {
        accept(Entry.Kind.RESIZE, Size.of(columns, rows).text());
    }

    @Override
    public void marker(String label) {
        accept(Entry.Kind.MARKER, Json.cut(label));
    }

    @Override
    public void exit(int status) {
        accept(Entry.Kind.EXIT, status);
    }

    @Override
    RecordingFile main() {
        return file;
    }

    @Override
    void write(Entry entry) {
        switch (entry.kind) {
            case OUTPUT -> writeOutput(entry);
            case INPUT -> writeInput(entry);
            case RESIZE -> Asciicast.event(out, times.micros(entry.nanos), 'r', (String) entry.what);
            case MARKER -> Asciicast.event(out, times.micros(entry.nanos), 'm', (String) entry.what);
            case EXIT -> {
                exit = OptionalInt.of((Integer) entry.what);
                Asciicast.event(out, times.micros(entry.nanos), 'x', entry.what.toString());
            }
            case ERRORS, LINE, DIGEST, DIGEST_END, CLOSE ->
                throw new IllegalStateException("a terminal has no " + entry.kind);
        }
    }

    private void writeOutput(Entry entry) {
        // What was typed before this output and turns out to be kept stands before it in the file.
        redactor.output(0, entry.bytes, entry.offset, entry.length);
        outputBytes += entry.length;
        outputDigest.update(entry.bytes, entry.offset, entry.length);
        text(entry.nanos, 'o', outputText, entry.bytes, entry.offset, entry.length);
        gathered(entry.length);
    }

    private void writeInput(Entry entry) {
        inputBytes += entry.length;
        countLines(entry);
        gathered(entry.length);
        if (session.recordsInput()) {
            redactor.input(entry.nanos, entry.bytes, entry.offset, entry.length);
        }
    }

    private void countLines(Entry entry) {
        for (int i = entry.offset; i < entry.offset + entry.length; i++) {
            if (entry.bytes[i] == '\r' || entry.bytes[i] == '\n') {
                inputLines++;
            }
        }
    }

    private void text(long nanos, char code, JsonText text, byte[] bytes, int offset, int length) {
        int before = out.size();
        Asciicast.begin(out, times.micros(nanos), code);
        int empty = out.size();
        text.append(bytes, offset, length, out);
        if (out.size() == empty) {
            out.cutTo(before);
        } else {
            Asciicast.end(out);
        }
    }

    @Override
    void writeKept(long nanos, byte[] bytes, int offset, int length) {
        if (inputMask == null) {
            writeTyped(nanos, bytes, offset, length);
        } else {
            inputMask.input(nanos, bytes, offset, length);
        }
    }

    private void writeTyped(long nanos, byte[] bytes, int offset, int length) {
        inputDigest.update(bytes, offset, length);
        text(nanos, 'i', inputText, bytes, offset, length);
    }

    @Override
    void writeWithheld(long nanos, String prompt, int bytes) {
        String label = "input withheld: " + bytes + " bytes after \"" + prompt + "\"";
        Asciicast.event(out, times.micros(nanos), 'm', label);
    }

    @Override
    void writeLeftOver() {
        if (inputMask != null) {
            inputMask.close();
        }
        leftOver('i', inputText);
        leftOver('o', outputText);
    }

    private void leftOver(char code, JsonText text) {
        if (text.holds()) {
            Asciicast.begin(out, times.micros(session.nanos()), code);
            text.flush(out);
            Asciicast.end(out);
        }
    }

    @Override
    long keptWaiting() {
        return inputMask == null ? 0 : inputMask.held();
    }

    @Override
    void describe(ObjectNode facts) {
        facts.put("kind", "terminal");
        facts.put("file", file.name());
        exit.ifPresent(status -> facts.put("exit_status", status));
        FactsPage.describe(masked.counts(), facts);
        ObjectNode output = facts.putObject("output");
        output.put("bytes", outputBytes);
        output.put("sha256", Sha256.hexSoFar(outputDigest));
        ObjectNode input = facts.putObject("input");
        input.put("bytes", inputBytes);
        input.put("lines", inputLines);
        if (session.recordsInput()) {
            // Without the withheld bytes: with them it would be a way to try passwords.
            input.put("withheld_bytes", withheld.bytes());
            input.put("sha256_without_withheld", Sha256.hexSoFar(inputDigest));
            withheld.describe(facts);
        } else {
            input.put("recorded", false);
        }
    }
}
