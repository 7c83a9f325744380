package dev.bastion.backup;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.AuthorityFile;
import dev.bastion.certs.AuthorityFileException;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.Installation;
import dev.bastion.config.Ledgers;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.SessionFacts;
import dev.bastion.recorder.RecordedSession;
import dev.bastion.recorder.RecordingStore;
import dev.bastion.store.DatabaseSettings;
import dev.bastion.store.StoreCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Copies an installation into a directory, also while the bastion serves: the ledger as it is at one moment and verified, the
 * newest signed head beside it, the keys that are encrypted, the configuration and, where wanted, the recordings of the
 * sessions that the copied ledger knows. No private key that is not encrypted, and no passphrase, is ever in it.
 *
 * <p>For one thread; takes as long as the files are large.
 */
public final class Backup {
    static final String LEDGER = "bastion.db";
    static final String HEAD = "tree-head";
    static final String KEYS = "keys";
    static final String RECORDINGS = "recordings";

    private static final String PUBLIC = ".pub";

    private final BastionConfig config;

    public Backup(BastionConfig config) {
        this.config = requireNonNull(config, "config is null");
    }

    /**
     * What was made.
     *
     * @param entries of the ledger; nothing where it lies in PostgreSQL, which has tools of its own
     * @param recordings how many sessions' recordings are in it
     * @param leftOut files of the keys' directory that are not encrypted, and so not in it
     */
    public record Made(Optional<Long> entries, int recordings, List<String> leftOut) {
        public Made {
            requireNonNull(entries, "entries is null");
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * Makes the directory, which has its name only once all is in it.
     *
     * @param recordings whether to copy recordings too
     * @throws BackupRefusedException where something is in the way
     */
    public Made into(Path directory, boolean recordings) throws IOException {
        Path partial = directory.resolveSibling(directory.getFileName() + ".partial");
        for (Path taken : List.of(directory, partial)) {
            if (Files.exists(taken, LinkOption.NOFOLLOW_LINKS)) {
                throw new BackupRefusedException(
                        "'%s' is there already".formatted(taken), "name one that is not there, or remove it");
            }
        }
        Manifest manifest = Manifest.begin(partial);
        Optional<StoreCopy> ledger = ledger(manifest);
        int sessions = 0;
        if (recordings) {
            sessions = recordings(manifest, ledger.map(StoreCopy::state));
        }
        List<String> leftOut = keys(manifest);
        manifest.copy(config.file(), "bastion.yaml");
        policy(manifest);
        manifest.finish();
        Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
        Manifest.sync(directory.toAbsolutePath().getParent());
        return new Made(ledger.map(copy -> copy.entries()), sessions, leftOut);
    }

    private Optional<StoreCopy> ledger(Manifest manifest) throws IOException {
        DatabaseSettings database = Ledgers.database(config);
        if (!StoreCopy.isPossible(database)) {
            return Optional.empty();
        }
        StoreCopy copy = StoreCopy.make(database, manifest.path(LEDGER), Ledgers.verifier(config));
        manifest.sum(LEDGER);
        manifest.write(HEAD, copy.head());
        return Optional.of(copy);
    }

    /** Without a ledger of its own it takes all that there are. */
    private int recordings(Manifest manifest, Optional<AccessState> state) throws IOException {
        int copied = 0;
        RecordingStore store = new RecordingStore(config.recordings().directory());
        for (RecordedSession recording : store.list()) {
            Optional<SessionFacts> known = state.flatMap(ledger -> ledger.session(recording.id()));
            if (state.isEmpty() || known.isPresent()) {
                copy(manifest, recording.directory());
                copied++;
            }
        }
        return copied;
    }

    private void copy(Manifest manifest, Path recording) throws IOException {
        Path root = config.recordings().directory();
        for (Path file : files(recording)) {
            manifest.copy(file, RECORDINGS + "/" + root.relativize(file));
        }
    }

    /** What is being put in the place of another comes and goes. */
    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !file.getFileName().toString().endsWith(".new"))
                    .sorted()
                    .toList();
        }
    }

    /** The keys of the faces are made anew where they are missing, and are in no backup. */
    private List<String> keys(Manifest manifest) throws IOException {
        List<String> leftOut = new ArrayList<>();
        for (Path file : files(config.keys().directory())) {
            String name = file.getFileName().toString();
            if (file.equals(Installation.file(config.keys())) || name.endsWith(PUBLIC) || isEncrypted(file)) {
                manifest.copy(file, KEYS + "/" + name);
            } else {
                leftOut.add(name);
            }
        }
        return leftOut;
    }

    private static boolean isEncrypted(Path file) throws IOException {
        try {
            return new AuthorityFile(file).isEncrypted();
        } catch (AuthorityFileException noKey) {
            return false;
        }
    }

    private void policy(Manifest manifest) throws IOException {
        Path policy = config.policy();
        String name = policy.getFileName().toString();
        for (Path file : files(policy.getParent())) {
            String beside = file.getFileName().toString();
            if (beside.equals(name) || (beside.startsWith(name + ".") && beside.endsWith(".sig"))) {
                manifest.copy(file, beside);
            }
        }
    }
}
