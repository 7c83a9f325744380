package dev.bastion.store;

import dev.bastion.recorder.ledger.Checkpoint;
import dev.bastion.recorder.ledger.MalformedNoteException;
import dev.bastion.recorder.ledger.NoteVerifier;
import dev.bastion.recorder.ledger.SignedNote;
import dev.bastion.recorder.ledger.Verification;
import dev.bastion.store.LedgerLoad.Loaded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** The way from a database to a ledger that may be written: everything that makes it be refused lies here. */
final class LedgerOpening {

    private static final long NOWHERE = -1;

    private LedgerOpening() {}

    /** Opens a database, and closes it again if what is in it is refused. */
    static SqlJournal open(StoreSettings settings, Function<Database, LedgerWriter> writer, Clock clock) {
        var lock = StoreLock.take(settings.directory());
        var database = new Database(settings.database());
        boolean opened = false;
        try {
            database.migrate();
            var journal = SqlJournal.start(lock, database, writer.apply(database), settings, clock);
            opened = true;
            return journal;
        } catch (FlywayException | JdbiException e) {
            throw new LedgerUnavailableException(
                    "the ledger's database (" + settings.database() + ") cannot be used: " + e.getMessage(), e);
        } finally {
            if (!opened) {
                database.close();
                lock.close();
            }
        }
    }

    /** The writer for a ledger that is sound and no older than the copy of its newest head. */
    static LedgerWriter writer(Database database, StoreSettings settings) {
        var key = settings.treeHead().verifier();
        var copy = settings.headCopy().map(HeadCopy::new);
        var kept = copy.flatMap(file -> checkpoint(file, key));
        var loaded = sound(database, key, kept.map(Checkpoint::size).orElse(NOWHERE));
        kept.ifPresent(checkpoint -> refuseOlder(loaded, checkpoint, copy.orElseThrow()));
        if (copy.isPresent() && kept.isEmpty() && loaded.newest().isPresent()) {
            StoreLog.LOG.warn(
                    "the copy of the ledger's newest head was not at '{}' and is made anew: whether the ledger is its newest"
                            + " cannot be told this time",
                    copy.get().file());
        }
        return new LedgerWriter(database, settings.treeHead(), copy, loaded.fold(), loaded.tree(), loaded.newest());
    }

    /** The writer for a ledger that is sound, whatever the copy of its newest head says. */
    static LedgerWriter restoredWriter(Database database, StoreSettings settings) {
        var loaded = sound(database, settings.treeHead().verifier(), NOWHERE);
        return new LedgerWriter(
                database,
                settings.treeHead(),
                settings.headCopy().map(HeadCopy::new),
                loaded.fold(),
                loaded.tree(),
                loaded.newest());
    }

    /** The head that is kept at the second path, whatever it is worth; empty when there is none. */
    static String keptHead(StoreSettings settings) {
        var copy = settings.headCopy().map(HeadCopy::new);
        try {
            return copy.isPresent() ? String.join("\n", copy.get().read()) : "";
        } catch (IOException e) {
            StoreLog.LOG.warn("the head kept at '{}' cannot be read", copy.get().file(), e);
            return "";
        }
    }

    /** Reads all of it in one moment of the database. */
    static Loaded load(Database database, NoteVerifier key, boolean everyHead, long marked) {
        return load(database, key, everyHead, marked, (event, after) -> {});
    }

    /** The same, and lets somebody see each event on the way. */
    static Loaded load(Database database, NoteVerifier key, boolean everyHead, long marked, LedgerWitness witness) {
        try (var handle = database.openAside()) {
            return handle.inTransaction(
                    TransactionIsolationLevel.REPEATABLE_READ,
                    moment -> new LedgerLoad(moment, key, everyHead, marked, witness).read());
        }
    }

    private static Loaded sound(Database database, NoteVerifier key, long marked) {
        var quick = load(database, key, false, marked);
        if (quick.verification() instanceof Verification.Sound) {
            return quick;
        }
        // The older heads, whose signatures take their time, tell where.
        var thorough = load(database, key, true, marked);
        switch (thorough.verification()) {
            case Verification.Sound sound -> throw new IllegalStateException("the ledger changes while it is read");
            case Verification.Damaged damaged -> throw new StoreRefusedException.Damaged(damaged);
        }
    }

    private static void refuseOlder(Loaded loaded, Checkpoint kept, HeadCopy copy) {
        long size = loaded.tree().size();
        if (kept.size() > size) {
            throw new StoreRefusedException.Restored("the ledger has " + size + " entries, and the head kept at '"
                    + copy.file() + "' counts " + kept.size() + ": an old copy of it came back");
        }
        if (!loaded.rootAtMark().equals(Optional.of(kept.root()))) {
            throw new StoreRefusedException.Restored("the ledger is not the continuation of the head kept at '"
                    + copy.file() + "': another copy of it came back");
        }
    }

    /** The newer of the kept heads that the key signed; one of them a crash may have spoilt. */
    private static Optional<Checkpoint> checkpoint(HeadCopy copy, NoteVerifier key) {
        try {
            var notes = copy.read();
            var newest = notes.stream()
                    .flatMap(note -> signed(note, key).stream())
                    .max(Comparator.comparingLong(Checkpoint::size));
            if (newest.isEmpty() && !notes.isEmpty()) {
                throw new StoreRefusedException.Restored(
                        "the head kept at '" + copy.file() + "' is not signed by the ledger's key");
            }
            return newest;
        } catch (IOException e) {
            throw new UncheckedIOException("the head kept at '" + copy.file() + "' cannot be read", e);
        }
    }

    private static Optional<Checkpoint> signed(String text, NoteVerifier key) {
        try {
            var note = SignedNote.parse(text);
            return key.signed(note) ? Optional.of(Checkpoint.parse(note.text())) : Optional.empty();
        } catch (MalformedNoteException e) {
            return Optional.empty();
        }
    }
}
