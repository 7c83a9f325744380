package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import dev.bastion.store.RecordLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a bastion said last of how far its signer's keys have been followed, for whoever changes these: a bastion that lies
 * here can hold up a change or hurry it, and get nothing signed by it. Thread-safe; does file I/O.
 */
public final class FollowedFile {
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final Path file;

    public FollowedFile(Path data) {
        this.file = data.resolve("followed.json");
    }

    /** What was said, and when. */
    public record Said(Instant at, List<KeyFollowed> keys) {
        public Said {
            requireNonNull(at, "at is null");
            keys = List.copyOf(keys);
        }

        private boolean stands(Said next) {
            return keys.equals(next.keys())
                    && next.at().isBefore(at.plus(AGAIN))
                    && !next.at().isBefore(at);
        }
    }

    /** What was said last; nothing where nobody has said anything. */
    public synchronized Optional<Said> read() throws IOException {
        try {
            return Optional.of(RecordLine.read(Said.class, Files.readString(file)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Keeps it, unless the same was said a moment ago. */
    synchronized void write(Said said) throws IOException {
        if (read().filter(before -> before.stands(said)).isPresent()) {
            return;
        }
        Path beside = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), RecordLine.of(said));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
