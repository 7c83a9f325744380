package dev.bastion.recorder;

import dev.bastion.recorder.asciicast.LineBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What the recordings of terminals and of commands have in common: their input goes through the redactor, which may hold it
 * back for a moment and is then asked again by a timer. What is declared here runs on the session's lane.
 */
abstract class RedactedChannel extends LiveChannel {

    final EventTimes times;
    final InputRedactor redactor;
    final WithheldLines withheld = new WithheldLines();

    /** Where lines go; set before any of the methods below is called. */
    LineBuffer out;

    private long gathered;
    private boolean timerSet;

    /** Watches so many streams of output for prompts. */
    RedactedChannel(SessionRecorder session, int number, int outputs) {
        super(session, number);
        this.times = new EventTimes(session.nanos());
        this.redactor = new InputRedactor(new Decided(), outputs);
    }

    /** Writes one entry. */
    abstract void write(Entry entry) throws IOException;

    /** Writes input that is kept. */
    abstract void writeKept(long nanos, byte[] bytes, int offset, int length) throws IOException;

    /** Writes that input was withheld. */
    abstract void writeWithheld(long nanos, String prompt, int bytes);

    /** Writes what is left when the channel ends and all input is decided. */
    abstract void writeLeftOver() throws IOException;

    @Override
    final void write(Entry entry, LineBuffer buffer) throws IOException {
        out = buffer;
        // Written out, for it runs for every packet.
        try {
            write(entry);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        watchDeadline();
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
            unwrapped(() -> redactor.due(session.nanos()));
            watchDeadline();
        });
    }

    @Override
    final void writeEnd(LineBuffer buffer) throws IOException {
        out = buffer;
        unwrapped(redactor::close);
        writeLeftOver();
    }

    /** Counts bytes of input or output whose lines go to the buffer. */
    final void gathered(int bytes) {
        gathered += bytes;
    }

    @Override
    final long takeGathered() {
        long taken = gathered;
        gathered = 0;
        return taken;
    }

    @Override
    final long undecided() {
        return redactor.undecided() + keptWaiting();
    }

    /** Bytes of input that are kept and not written yet. */
    long keptWaiting() {
        return 0;
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Runs what may write through the redactor, which knows no files and so passes their failures on unchecked. */
    private static void unwrapped(Work work) throws IOException {
        try {
            work.run();
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    /** Where the redactor's decisions go. */
    private final class Decided implements InputRedactor.Sink {

        @Override
        public void keep(long nanos, byte[] bytes, int offset, int length) {
            try {
                writeKept(nanos, bytes, offset, length);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public void withheld(long nanos, String prompt, int bytes) {
            withheld.add(times.seconds(nanos), prompt, bytes);
            session.tally().countWithheld();
            writeWithheld(nanos, prompt, bytes);
        }
    }
}
