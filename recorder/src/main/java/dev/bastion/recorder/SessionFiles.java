package dev.bastion.recorder;

import dev.bastion.recorder.RecordingFailure.Kind;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one session's recording: writes to them within the budgets and sees to it that they reach the disk. On the
 * session's lane, but for {@link #force(RecordingFile)} and {@link #forceAll}, which run on threads for that.
 */
final class SessionFiles {

    private static final Logger LOG = LoggerFactory.getLogger(SessionFiles.class);

    private final Workshop workshop;
    private final SessionFacts facts;
    private final SessionDirectory directory;
    private final RecordingState state;
    private final Tally tally;

    SessionFiles(Workshop workshop, SessionFacts facts, SessionDirectory directory, RecordingState state, Tally tally) {
        this.workshop = workshop;
        this.facts = facts;
        this.directory = directory;
        this.state = state;
        this.tally = tally;
    }

    SessionDirectory directory() {
        return directory;
    }

    RecordingFile create(String name) throws IOException {
        return directory.create(name);
    }

    /** Appends to a file of this recording, counts it and sees to it that it reaches the disk within a second. */
    void append(RecordingFile file, byte[] bytes, int offset, int length) throws IOException {
        if (workshop.guard().full()) {
            throw new IOException("No space left, found by another recording");
        }
        file.append(bytes, offset, length);
        workshop.dirty().add(new Workshop.Dirty(file, this));
        withinBudgets(length);
    }

    /** A session's budget, and that of all the person's sessions that run: else many sessions would fill the disk. */
    private void withinBudgets(int length) {
        RecorderSettings settings = workshop.settings();
        long persons = workshop.persons().add(facts.person(), length);
        if (tally.countStored(length) > settings.sessionBudget()) {
            state.fail(
                    Kind.BUDGET_USED,
                    "the session's recording is larger than its budget of " + settings.sessionBudget() + " bytes",
                    null);
        } else if (persons > settings.personBudget()) {
            state.fail(
                    Kind.BUDGET_USED,
                    "the running recordings of " + facts.person() + " are larger than a person's budget of "
                            + settings.personBudget() + " bytes",
                    null);
        }
    }

    /** Appends what the seal adds, tried whatever the budgets and the disk say. */
    void appendLast(RecordingFile file, byte[] bytes) throws IOException {
        file.append(bytes, 0, bytes.length);
        tally.countStored(bytes.length);
    }

    /** Puts a fresh file on disk, and that it is there; tells on a thread for that what came of it. */
    void place(RecordingFile file, Consumer<Optional<Exception>> then) {
        List<Workshop.Sync> all = new ArrayList<>(directory.placing());
        all.add(file::force);
        workshop.sync(all, then);
    }

    /** Puts a file on disk and gives its descriptor back. */
    void release(RecordingFile file) {
        workshop.dirty().remove(new Workshop.Dirty(file, this));
        Workshop.Sync both = () -> {
            file.force();
            file.close();
        };
        workshop.sync(both, failed -> failed.ifPresent(state::notOnDisk));
    }

    /** Puts a file on disk. */
    void force(RecordingFile file) {
        try {
            file.force();
        } catch (ClosedChannelException over) {
            LOG.trace("{} was put on disk and closed meanwhile", file.name(), over);
        } catch (IOException failed) {
            state.failed(failed);
        }
    }

    /** Puts every file on disk, and that they are there. */
    void forceAll() throws IOException {
        for (RecordingFile file : directory.files()) {
            try {
                file.force();
            } catch (ClosedChannelException already) {
                LOG.trace("{} was put on disk when its channel ended", file.name(), already);
            }
        }
        directory.forceReplaced();
        for (Workshop.Sync one : directory.placing()) {
            one.run();
        }
    }

    /** Closes every file; from here on they count for no budget. */
    void close() {
        workshop.persons().release(facts.person(), tally.stored());
        for (RecordingFile file : directory.files()) {
            workshop.dirty().remove(new Workshop.Dirty(file, this));
            try {
                file.close();
            } catch (IOException notClosed) {
                LOG.warn("{} of {} cannot be closed", file.name(), facts.name(), notClosed);
            }
        }
    }
}
