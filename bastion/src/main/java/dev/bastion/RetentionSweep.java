package dev.bastion;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.Deletion;
import dev.bastion.policy.Ids;
import dev.bastion.policy.SessionFacts;
import dev.bastion.recorder.RecordedSession;
import dev.bastion.recorder.RecordingStore;
import dev.bastion.report.RecordingFault;
import dev.bastion.report.RecordingsCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the content of recordings whose class of retention has run out. The ledger says so first: what a crash leaves
 * between the entry and the last file is finished by the next look. Recordings that lie with another bastion are left to it.
 * Looks at the start and each hour, on a thread of its own.
 */
final class RetentionSweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionSweep.class);
    private static final long LOOK_MINUTES = 60;

    private final AccessJournal journal;
    private final AccessDesk desk;
    private final RecordingStore store;
    private final Set<Long> erased = new HashSet<>();
    private final ScheduledThreadPoolExecutor timer;

    RetentionSweep(AccessJournal journal, AccessDesk desk, Path recordings) {
        this.journal = requireNonNull(journal, "journal is null");
        this.desk = requireNonNull(desk, "desk is null");
        this.store = new RecordingStore(recordings);
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "retention");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to look. */
    static RetentionSweep start(AccessJournal journal, AccessDesk desk, Path recordings) {
        RetentionSweep sweep = new RetentionSweep(journal, desk, recordings);
        sweep.timer.scheduleWithFixedDelay(sweep::look, 0, LOOK_MINUTES, TimeUnit.MINUTES);
        return sweep;
    }

    private void look() {
        try {
            sweep();
        } catch (IOException | RuntimeException e) {
            // A timer that throws is never run again, and this one must be.
            LOG.error("looking for recordings whose retention is over failed, and is tried again", e);
        }
    }

    /** One look: first what was begun, then what has run out since. */
    synchronized void sweep() throws IOException {
        List<Deletion> begun = journal.state().deletions().stream()
                .filter(deletion -> !erased.contains(deletion.session()))
                .toList();
        List<SessionFacts> over = desk.afterwards().deletable(journal.state());
        if (begun.isEmpty() && over.isEmpty()) {
            return;
        }
        Map<Long, RecordedSession> here =
                store.list().stream().collect(Collectors.toMap(RecordedSession::id, Function.identity(), (a, b) -> a));
        for (Deletion deletion : begun) {
            finish(deletion.session(), here);
        }
        for (SessionFacts session : over) {
            if (here.containsKey(session.session())) {
                delete(session, here);
            }
        }
    }

    private void delete(SessionFacts session, Map<Long, RecordedSession> here) throws IOException {
        String name = Ids.session(session.session());
        List<String> faults = new RecordingsCheck(store, true)
                .faults(List.of(session), journal.state()).stream()
                        .map(RecordingFault::sentence)
                        .toList();
        String sums = here.get(session.session()).verify().sealSha256().orElse("");
        try {
            journal.submit(desk.afterwards().deleteRecording(session.session(), sums, faults))
                    .toCompletableFuture()
                    .join()
                    .ifPresent(deletion ->
                            LOG.info("{} is deleted under retention, class {}", name, deletion.retention()));
        } catch (CompletionException e) {
            LOG.warn("that {} is deleted could not be written, so it is not yet: {}", name, e.toString());
            return;
        }
        if (journal.state().deletion(session.session()).isPresent()) {
            finish(session.session(), here);
        }
    }

    private void finish(long session, Map<Long, RecordedSession> here) throws IOException {
        if (here.containsKey(session) && !here.get(session).content().isEmpty()) {
            here.get(session).erase();
        }
        erased.add(session);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
