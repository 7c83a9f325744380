package dev.bastion.recorder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.recorder.asciicast.LineBuffer;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the recordings of all kinds of channel have in common: the hand-off from the network's threads to the recorder's,
 * and what happens when that fails. Methods named {@code write…} run on the session's lane.
 */
abstract class LiveChannel implements ChannelRecording {

    /** Above this the lane is woken instead of being left to look by itself. */
    private static final long BUSY = 256 << 10;

    /** What gathers in the buffer before it is written in the midst of a batch. */
    private static final int GATHERED = 256 << 10;

    final SessionRecorder session;
    final int number;
    private final Inbox inbox;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile boolean closing;
    private boolean finished;
    private boolean aborted;
    private long payload;

    LiveChannel(SessionRecorder session, int number) {
        this.session = session;
        this.number = number;
        this.inbox = session.newInbox();
    }

    // ---- the side that accepts

    final void accept(Entry.Kind kind, byte[] bytes, int offset, int length, Object what) {
        java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
        session.state().check();
        if (closing) {
            throw session.state().ended("the recording of this channel has ended");
        }
        added(inbox.accept(kind, bytes, offset, length, what));
    }

    final void accept(Entry.Kind kind, Object what) {
        session.state().check();
        if (closing) {
            throw session.state().ended("the recording of this channel has ended");
        }
        added(inbox.accept(kind, what));
    }

    private void added(long backlog) {
        if (scheduled.compareAndSet(false, true)) {
            session.lane().executeSoon(this::drain);
        }
        if (backlog > BUSY) {
            session.lane().wake();
            session.checkBacklog(backlog);
        }
    }

    @Override
    public final long backlog() {
        return inbox.backlog();
    }

    @Override
    public final void whenBelow(long mark, Runnable later) {
        inbox.whenBelow(mark, later);
        session.lane()
                .executeSoon(() -> inbox.runWaiters(finished || session.state().hasFailed()));
    }

    @Override
    public final CompletionStage<Void> close() {
        if (!closing) {
            closing = true;
            inbox.accept(Entry.Kind.CLOSE, null);
            session.lane().execute(this::drain);
        }
        return closed.minimalCompletionStage();
    }

    // ---- the lane's side

    /** Takes what was accepted and writes it. */
    final void drain() {
        scheduled.set(false);
        Inbox.Batch batch = inbox.take();
        if (batch.first() == null) {
            return;
        }
        payload = 0;
        for (Entry entry = batch.first(); entry != null; entry = entry.next) {
            payload += recordable(entry);
        }
        try {
            if (!session.state().hasFailed() && !finished) {
                write(batch.first());
            }
        } catch (IOException failed) {
            session.state().failed(failed);
        } catch (RuntimeException fault) {
            session.state().faulted(fault);
        }
        session.tally().countUnrecorded(payload);
        payload = 0;
        inbox.consumed(batch);
        if (session.state().hasFailed()) {
            abort();
        }
    }

    private static long recordable(Entry entry) {
        return switch (entry.kind) {
            case INPUT, OUTPUT, ERRORS -> entry.length;
            // Of transfers the digest is kept, never the bytes.
            case DIGEST, DIGEST_END, LINE, RESIZE, MARKER, EXIT, CLOSE -> 0;
        };
    }

    private void write(Entry first) throws IOException {
        LineBuffer out = session.lane().buffer();
        out.clear();
        for (Entry entry = first; entry != null; entry = entry.next) {
            if (entry.kind == Entry.Kind.CLOSE) {
                finish(out);
                return;
            }
            write(entry, out);
            if (out.size() > GATHERED) {
                flush(out);
            }
        }
        flush(out);
    }

    /** Writes what was gathered. */
    private void flush(LineBuffer out) throws IOException {
        beforeFlush(out);
        if (out.size() > 0) {
            session.files().append(main(), out.array(), 0, out.size());
            out.clear();
        }
        payload -= takeGathered();
    }

    /** Ends the channel in order. */
    private void finish(LineBuffer out) throws IOException {
        writeEnd(out);
        flush(out);
        finished = true;
        ObjectNode facts = Json.object();
        facts.put("channel", number);
        facts.put("ended_at", session.now().toString());
        describe(facts);
        session.channels().closed(this, facts);
        afterEnd();
        inbox.runWaiters(true);
        closed.complete(null);
    }

    /** Writes on its own account what a timer brought, outside of any batch. */
    final void writeOutsideBatch(Timed work) {
        if (finished || session.state().hasFailed()) {
            return;
        }
        LineBuffer out = session.lane().buffer();
        out.clear();
        payload = 0;
        try {
            work.run(out);
            flush(out);
            payload = 0;
        } catch (IOException failed) {
            session.state().failed(failed);
        } catch (RuntimeException fault) {
            session.state().faulted(fault);
        }
        if (session.state().hasFailed()) {
            abort();
        }
    }

    /** Something that a timer brings. */
    interface Timed {
        void run(LineBuffer out) throws IOException;
    }

    /** Ends the channel after the recording failed. */
    final void abort() {
        closing = true;
        if (!aborted) {
            aborted = true;
            if (!finished) {
                finished = true;
                session.tally().countUnrecorded(undecided());
                ObjectNode facts = Json.object();
                facts.put("channel", number);
                facts.put("ended_at", session.now().toString());
                facts.put("broken_off", true);
                describe(facts);
                session.channels().closed(this, facts);
            }
        }
        afterEnd();
        inbox.runWaiters(true);
        closed.completeExceptionally(session.state().exception(null));
    }

    /** Ends the channel because the session is sealed. */
    final void closeForSeal() {
        close();
        drain();
    }

    /** The file to which lines go. */
    abstract RecordingFile main();

    /** Writes one entry: lines to the buffer, other bytes to files of their own. */
    abstract void write(Entry entry, LineBuffer out) throws IOException;

    /** Writes what is held when the channel ends. */
    abstract void writeEnd(LineBuffer out) throws IOException;

    /** Adds to the buffer what was kept back to be one line with what follows. */
    void beforeFlush(LineBuffer out) {}

    /** The channel is over, in order or not; may be called again. */
    void afterEnd() {}

    /** Whether the channel's end lies in its file, or never will. */
    final boolean isFinished() {
        return finished;
    }

    final boolean isClosing() {
        return closing;
    }

    /** Bytes of input and output whose lines now lie in the file, since it was last asked. */
    abstract long takeGathered();

    /** Bytes held by the channel and not decided when the recording breaks off. */
    abstract long undecided();

    /** Adds what is known of the channel at its end. */
    abstract void describe(ObjectNode facts);
}
