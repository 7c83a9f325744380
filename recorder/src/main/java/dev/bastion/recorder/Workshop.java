package dev.bastion.recorder;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What all recordings of one recorder share.
 *
 * @param nanos a steady clock
 * @param syncing where files are put on disk, so that no writer thread waits for a disk
 * @param dirty files written to since they were last put on disk, with whom to tell when that fails
 * @param persons what each person's running recordings have written
 */
record Workshop(
        RecorderSettings settings,
        Clock clock,
        LongSupplier nanos,
        ChunkPool pool,
        DiskGuard guard,
        Executor syncing,
        Set<Dirty> dirty,
        PersonTotals persons) {

    /** A file that must be put on disk. */
    record Dirty(RecordingFile file, SessionFiles of) {}

    Workshop(
            RecorderSettings settings,
            Clock clock,
            LongSupplier nanos,
            ChunkPool pool,
            DiskGuard guard,
            Executor syncing) {
        this(settings, clock, nanos, pool, guard, syncing, ConcurrentHashMap.newKeySet(), new PersonTotals());
    }

    /** Something that must reach the disk. */
    interface Sync {
        void run() throws IOException;
    }

    /** Runs it on a thread for that and tells there what came of it. */
    void sync(Sync work, Consumer<Optional<Exception>> then) {
        syncing.execute(() -> {
            Optional<Exception> failed = Optional.empty();
            try {
                work.run();
            } catch (IOException | RuntimeException failure) {
                failed = Optional.of(failure);
            }
            then.accept(failed);
        });
    }

    /** Runs all of them beside each other and tells, once all are done, what came of it. */
    void sync(List<Sync> work, Consumer<Optional<Exception>> then) {
        AtomicInteger left = new AtomicInteger(work.size());
        AtomicReference<Exception> first = new AtomicReference<>();
        for (Sync one : work) {
            sync(one, failed -> {
                failed.ifPresent(why -> first.compareAndSet(null, why));
                if (left.decrementAndGet() == 0) {
                    then.accept(Optional.ofNullable(first.get()));
                }
            });
        }
    }

    /** Puts every file on disk that was written to. */
    void forceDirty() {
        for (Dirty one : List.copyOf(dirty)) {
            dirty.remove(one);
            syncing.execute(() -> one.of().force(one.file()));
        }
    }
}
