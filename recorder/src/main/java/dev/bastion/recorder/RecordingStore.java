package dev.bastion.recorder;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds recordings below a root. Reads names only, follows no links. Safe for concurrent use. */
public final class RecordingStore {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
    private static final Pattern SESSION = Pattern.compile("s-([1-9][0-9]{0,17})");
    private static final int YEAR_MONTH_DAY = 3;

    private final Path root;

    public RecordingStore(Path root) {
        this.root = requireNonNull(root, "root is null");
    }

    /** Every recording, newest day first, within a day the highest number first. */
    public List<RecordedSession> list() throws IOException {
        List<RecordedSession> sessions = new ArrayList<>();
        for (Path day : days()) {
            for (Path directory : below(day, SESSION)) {
                sessions.add(new RecordedSession(number(directory), directory));
            }
        }
        return sessions;
    }

    /** The recording of a session. */
    public Optional<RecordedSession> find(long session) throws IOException {
        for (Path day : days()) {
            Path directory = day.resolve("s-" + session);
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(new RecordedSession(session, directory));
            }
        }
        return Optional.empty();
    }

    private List<Path> days() throws IOException {
        List<Path> level = List.of(root);
        for (int depth = 0; depth < YEAR_MONTH_DAY; depth++) {
            List<Path> deeper = new ArrayList<>();
            for (Path directory : level) {
                deeper.addAll(below(directory, NUMBER));
            }
            level = deeper;
        }
        return level;
    }

    /** Directories whose whole name fits, highest number first. */
    private static List<Path> below(Path directory, Pattern name) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(
                            path -> name.matcher(path.getFileName().toString()).matches())
                    .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.comparingLong(RecordingStore::number).reversed())
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private static long number(Path path) {
        String name = path.getFileName().toString();
        return Long.parseLong(name.startsWith("s-") ? name.substring(2) : name);
    }
}
