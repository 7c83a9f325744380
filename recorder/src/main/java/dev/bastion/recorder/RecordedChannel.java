package dev.bastion.recorder;

import dev.bastion.recorder.asciicast.AsciicastReader;
import dev.bastion.recorder.asciicast.Cast;
import dev.bastion.recorder.asciicast.CastExport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one channel of a session left. */
public sealed interface RecordedChannel {

    /** Number of the channel within its session. */
    int number();

    /** The file that says what happened when. */
    Path file();

    /** Writes it in another form. */
    void export(CastExport form, OutputStream out) throws IOException;

    /** A terminal. */
    record Terminal(int number, Path file) implements RecordedChannel {

        /** The recording, for a player. */
        public Cast cast() throws IOException {
            return AsciicastReader.of(file);
        }

        @Override
        public void export(CastExport form, OutputStream out) throws IOException {
            form.write(cast(), out);
        }
    }

    /** A command without a terminal. */
    record Streams(int number, Path file) implements RecordedChannel {

        /** The streams rendered as a terminal's recording. */
        public Cast cast() throws IOException {
            return StreamCast.of(file);
        }

        /** Raw gives the exact bytes of both outputs, in the order in which they came. */
        @Override
        public void export(CastExport form, OutputStream out) throws IOException {
            if (form == CastExport.RAW) {
                StreamCast.of(file).copyOutputs(out);
            } else {
                form.write(cast(), out);
            }
        }
    }

    /** A connection that the target opened for the person; raw gives what came back. */
    record Forward(int number, Path file) implements RecordedChannel {

        @Override
        public void export(CastExport form, OutputStream out) throws IOException {
            new Streams(number, file).export(form, out);
        }
    }

    /** File transfers; every form is the list of operations, JSON lines. */
    record Transfers(int number, Path file) implements RecordedChannel {

        @Override
        public void export(CastExport form, OutputStream out) throws IOException {
            Files.copy(file, out);
            out.flush();
        }
    }

    /** A use of the person's agent; every form is the list of what was asked and answered, JSON lines. */
    record Agent(int number, Path file) implements RecordedChannel {

        @Override
        public void export(CastExport form, OutputStream out) throws IOException {
            Files.copy(file, out);
            out.flush();
        }
    }

    /** The channel whose main file this is. */
    static Optional<RecordedChannel> of(Path file) {
        Matcher name = Names.MAIN.matcher(file.getFileName().toString());
        if (!name.matches() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        int number = Integer.parseInt(name.group(2));
        return switch (name.group(1) + name.group(3)) {
            case "terminal.cast" -> Optional.of(new Terminal(number, file));
            case "exec.index" -> Optional.of(new Streams(number, file));
            case "forward.index" -> Optional.of(new Forward(number, file));
            case "transfers.jsonl" -> Optional.of(new Transfers(number, file));
            case "agent.jsonl" -> Optional.of(new Agent(number, file));
            default -> Optional.empty();
        };
    }

    /** How the main files are named. */
    final class Names {

        private static final Pattern MAIN =
                Pattern.compile("(terminal|exec|forward|transfers|agent)-([0-9]{1,9})(\\.[a-z]+)");

        private Names() {}
    }
}
