package dev.bastion.recorder.asciicast;

import dev.bastion.recorder.screen.PlainText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Writes a recording in another form. Stateless. */
public enum CastExport {
    /** asciicast version 2: absolute times, microseconds. */
    ASCIICAST_V2("asciicast-v2") {
        @Override
        void write(Cast cast, Cast.Events events, OutputStream out) throws IOException {
            line(out, Asciicast.headerV2(cast.header()));
            LineBuffer buffer = new LineBuffer(4096);
            for (Optional<CastEvent> next = events.next(); next.isPresent(); next = events.next()) {
                CastEvent event = next.get();
                buffer.clear();
                buffer.ascii('[');
                buffer.seconds(event.micros());
                rest(buffer, event);
                out.write(buffer.array(), 0, buffer.size());
            }
        }
    },
    /** asciicast version 3: intervals in milliseconds, with no error that adds up. */
    ASCIICAST_V3("asciicast-v3") {
        @Override
        void write(Cast cast, Cast.Events events, OutputStream out) throws IOException {
            line(out, Asciicast.headerV3(cast.header()));
            LineBuffer buffer = new LineBuffer(4096);
            TimeQuantizer millis = new TimeQuantizer(1000);
            for (Optional<CastEvent> next = events.next(); next.isPresent(); next = events.next()) {
                long interval = millis.interval(next.get().micros());
                buffer.clear();
                buffer.ascii('[');
                buffer.number(interval / 1000);
                buffer.ascii('.');
                buffer.ascii((char) ('0' + interval / 100 % 10));
                buffer.ascii((char) ('0' + interval / 10 % 10));
                buffer.ascii((char) ('0' + interval % 10));
                rest(buffer, next.get());
                out.write(buffer.array(), 0, buffer.size());
            }
        }
    },
    /** What was printed, as lines without escape sequences. */
    TEXT("text") {
        @Override
        void write(Cast cast, Cast.Events events, OutputStream out) throws IOException {
            PlainText plain = new PlainText();
            for (Optional<CastEvent> next = events.next(); next.isPresent(); next = events.next()) {
                if (next.get().isOutput()) {
                    out.write(plain.next(next.get().data()).getBytes(StandardCharsets.UTF_8));
                }
            }
            out.write(plain.rest().getBytes(StandardCharsets.UTF_8));
        }
    },
    /** What was printed, with everything in it. Not for a terminal: it obeys what the host sent. */
    RAW("raw") {
        @Override
        void write(Cast cast, Cast.Events events, OutputStream out) throws IOException {
            for (Optional<CastEvent> next = events.next(); next.isPresent(); next = events.next()) {
                if (next.get().isOutput()) {
                    out.write(next.get().data().getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    };

    private final String word;

    CastExport(String word) {
        this.word = word;
    }

    /** The word that people type. */
    public String word() {
        return word;
    }

    /** The form for a word; {@code v2} and {@code v3} will do. */
    public static Optional<CastExport> of(String word) {
        return Arrays.stream(values())
                .filter(form -> form.word.equals(word) || form.word.equals("asciicast-" + word))
                .findFirst();
    }

    /** Writes the whole recording; the stream stays open. */
    public final void write(Cast cast, OutputStream out) throws IOException {
        try (Cast.Events events = cast.open()) {
            write(cast, events, out);
        }
        out.flush();
    }

    abstract void write(Cast cast, Cast.Events events, OutputStream out) throws IOException;

    private static void line(OutputStream out, String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void rest(LineBuffer buffer, CastEvent event) {
        buffer.ascii(',');
        quoted(buffer, event.code());
        buffer.ascii(',');
        quoted(buffer, event.data());
        buffer.text("]\n");
    }

    private static void quoted(LineBuffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.ascii('"');
        new JsonText().append(bytes, 0, bytes.length, buffer);
        buffer.ascii('"');
    }
}
