package dev.bastion.backup;

import static java.util.Objects.requireNonNull;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.Ledgers;
import dev.bastion.recorder.RecordedSession;
import dev.bastion.recorder.RecordingStore;
import dev.bastion.recorder.Repair;
import dev.bastion.store.StoreCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Lays a backup down where a configuration says: keys that are missing, the ledger where there is none, recordings that are
 * not there. Nothing that is there is overwritten. What the ledger then has to forget is {@code SqlJournal.acceptRestored}'s.
 * For one thread; the bastion must not run.
 */
public final class Return {
    private final BastionConfig config;
    private final Clock clock;

    public Return(BastionConfig config, Clock clock) {
        this.config = requireNonNull(config, "config is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Lays it down.
     *
     * @throws BackupRefusedException where it is not as it was made, or something is in the way
     * @throws IOException also where a key is missing that was in no backup; it may then be put there and this be done again
     */
    public void from(Path backup) throws IOException {
        Manifest manifest = Manifest.check(backup);
        boolean hasLedger = manifest.has(Backup.LEDGER);
        if (hasLedger) {
            requireNoLedger();
        }
        for (String name : manifest.below(Backup.KEYS).toList()) {
            key(manifest.path(name), config.keys().directory().resolve(name.substring(Backup.KEYS.length() + 1)));
        }
        // Before anything else lies there: without these keys nobody could take the ledger for one.
        Ledgers.settings(config);
        recordings(manifest);
        if (hasLedger) {
            StoreCopy.lay(manifest.path(Backup.LEDGER), Ledgers.database(config));
        }
    }

    private void requireNoLedger() {
        Path file = StoreCopy.place(Ledgers.database(config))
                .orElseThrow(() -> new BackupRefusedException(
                        "the backup's ledger is one of SQLite, and the configuration names PostgreSQL",
                        "name jdbc:sqlite:… as the database's url"));
        if (Files.exists(file)) {
            throw new BackupRefusedException(
                    "'%s' is there already".formatted(file),
                    "move it away first, with what begins with its name; without it a backup is laid down in its place");
        }
    }

    private static void key(Path from, Path to) throws IOException {
        if (!Files.exists(to)) {
            Manifest.directories(to.getParent());
            Manifest.lay(from, to);
        } else if (Files.mismatch(from, to) >= 0) {
            throw new BackupRefusedException(
                    "'%s' is there already and is another".formatted(to),
                    "move it away, or name another keys.directory");
        }
    }

    private void recordings(Manifest manifest) throws IOException {
        Path root = config.recordings().directory();
        for (String name : manifest.below(Backup.RECORDINGS).toList()) {
            Path to = root.resolve(name.substring(Backup.RECORDINGS.length() + 1));
            if (!Files.exists(to)) {
                Manifest.directories(to.getParent());
                Manifest.lay(manifest.path(name), to);
            }
        }
        Repair repair = new Repair(clock);
        List<RecordedSession> all = new RecordingStore(root).list();
        for (RecordedSession recording : all) {
            repair.session(recording);
        }
    }
}
