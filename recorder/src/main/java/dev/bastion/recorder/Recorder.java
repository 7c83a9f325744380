package dev.bastion.recorder;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records sessions. All disk work runs on its own threads; nothing that accepts bytes ever blocks. What was accepted is
 * handed to the operating system at once and put on disk within a second. Safe for concurrent use.
 */
public final class Recorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final int SYNC_THREADS = 8;
    private static final long LOOK_MILLIS = 800;
    private static final long FORCE_MILLIS = 1000;
    private static final long CLOSE_SECONDS = 10;

    /** A session that wrote less than this of late is not ended for the disk's sake. */
    private static final long HEAVY = 64 << 10;

    private final Workshop workshop;
    private final List<Lane> lanes = new ArrayList<>();
    private final ScheduledThreadPoolExecutor syncing;
    private final Map<Long, SessionRecorder> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger nextLane = new AtomicInteger();
    private final List<Future<?>> periodic = new ArrayList<>();
    private volatile boolean closed;

    /**
     * Starts the recorder's threads.
     *
     * @throws IOException if the root directory is not there and cannot be made
     */
    public Recorder(RecorderSettings settings, Clock clock) throws IOException {
        this(settings, clock, System::nanoTime, DiskGuard.freeOf(settings.root()));
    }

    /** With another steady clock and another disk, for tests. */
    Recorder(RecorderSettings settings, Clock clock, LongSupplier nanos, DiskGuard.Free free) throws IOException {
        requireNonNull(settings, "settings is null");
        requireNonNull(clock, "clock is null");
        if (!Files.isDirectory(settings.root())) {
            Files.createDirectories(settings.root(), SessionDirectory.DIRECTORY_MODE);
        }
        AtomicInteger number = new AtomicInteger();
        syncing = new ScheduledThreadPoolExecutor(
                SYNC_THREADS,
                work -> Thread.ofPlatform()
                        .name("recorder-sync-" + number.incrementAndGet())
                        .daemon(true)
                        .unstarted(work));
        syncing.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        workshop = new Workshop(
                settings,
                clock,
                nanos,
                new ChunkPool(),
                new DiskGuard(settings.root(), settings.reserve(), free),
                syncing);
        workshop.guard().look();
        for (int i = 1; i <= settings.threads(); i++) {
            Lane lane = new Lane("recorder-" + i, nanos);
            lanes.add(lane);
            lane.start();
        }
        every(LOOK_MILLIS, this::look);
        every(FORCE_MILLIS, this::eachSecond);
    }

    private void every(long millis, Runnable work) {
        periodic.add(syncing.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException fault) {
                        LOG.error("a periodic task of the recorder failed", fault);
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS));
    }

    /**
     * Begins the recording of a session: its directory, its facts.
     *
     * @param onFailure told once, on a recorder's thread, when the recording can no longer go on; must be short
     * @return completes, on a recorder's thread, with {@link RecordingFailedException} where nothing can be recorded
     */
    public CompletionStage<SessionRecording> open(SessionFacts facts, Consumer<RecordingFailure> onFailure) {
        requireNonNull(facts, "facts is null");
        requireNonNull(onFailure, "onFailure is null");
        if (!accepting()) {
            return CompletableFuture.failedStage(refused(
                    facts,
                    closed ? "the recorder has stopped" : workshop.guard().why(),
                    null));
        }
        CompletableFuture<SessionRecording> opened = new CompletableFuture<>();
        Lane lane = lanes.get(Math.floorMod(nextLane.getAndIncrement(), lanes.size()));
        lane.execute(() -> {
            try {
                SessionRecorder session =
                        SessionRecorder.begin(workshop, facts, lane, onFailure, () -> sessions.remove(facts.session()));
                sessions.put(facts.session(), session);
                opened.complete(session);
            } catch (IOException failed) {
                opened.completeExceptionally(refused(facts, "no recording can be begun: " + failed, failed));
            } catch (RuntimeException fault) {
                LOG.error("the recording of {} met a fault as it began", facts.name(), fault);
                opened.completeExceptionally(refused(facts, "no recording can be begun: " + fault, fault));
            }
        });
        return opened;
    }

    private static RecordingFailedException refused(SessionFacts facts, String why, Throwable cause) {
        return new RecordingFailedException(
                new RecordingFailure(
                        facts.session(),
                        RecordingFailure.Kind.STORE_FAILED,
                        "this session cannot be recorded now, so it does not begin",
                        why),
                cause);
    }

    /** Whether new sessions can be recorded: the disk is above its reserve and the directory is there. */
    public boolean accepting() {
        return !closed && workshop.guard().accepting();
    }

    /** Looks at the disk and at each recording's directory; runs more than once a second. */
    void look() {
        workshop.guard().look();
        boolean root = workshop.guard().rootUsable();
        sessions.values().forEach(session -> session.look(root));
    }

    /** Puts on disk what was written and, where the disk is nearly full, ends the heaviest writer. */
    void eachSecond() {
        workshop.forceDirty();
        Optional<SessionRecorder> heaviest = Optional.empty();
        long most = HEAVY;
        for (SessionRecorder session : sessions.values()) {
            long recent = session.tally().recentBytes();
            if (recent > most && !session.state().hasFailed()) {
                most = recent;
                heaviest = Optional.of(session);
            }
        }
        if (workshop.guard().farBelowReserve()) {
            heaviest.ifPresent(session -> session.state()
                    .fail(
                            RecordingFailure.Kind.DISK_RESERVE,
                            "the disk is below half of its reserve and this session wrote most",
                            null));
        }
    }

    /** Seals what is still open, waiting for it ten seconds at most, and ends the threads. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        periodic.forEach(task -> task.cancel(false));
        CompletableFuture<?>[] seals = sessions.values().stream()
                .map(session -> session.seal("bastion-stopped").toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(seals).handle((done, failed) -> null).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException late) {
            LOG.error("recordings were not sealed in time and stay broken until repaired", late);
        }
        lanes.forEach(Lane::end);
        syncing.shutdown();
    }
}
