package dev.bastion.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a session left: a directory. Reads it anew each time it is asked; safe for concurrent use. */
public final class RecordedSession {

    /** How far a recording came. */
    public enum State {
        /** It runs, or it broke off and was not repaired. */
        OPEN,
        /** It ended in order. */
        SEALED,
        /** It broke off and was made readable afterwards. */
        REPAIRED,
        /** Its facts cannot be read. */
        UNREADABLE
    }

    /**
     * What the facts of a recording say at its end.
     *
     * @param cause why the session ended
     */
    public record Ending(Optional<Instant> at, Optional<String> cause, long unrecordedBytes, int withheldLines) {}

    private final long id;
    private final Path directory;

    RecordedSession(long id, Path directory) {
        this.id = id;
        this.directory = directory;
    }

    /** The recording in a directory that somebody names; its number is that of its name. */
    public static RecordedSession in(Path directory) {
        String name = directory.toAbsolutePath().normalize().getFileName().toString();
        if (!name.matches("s-[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("\"" + name + "\" is no session's directory");
        }
        return new RecordedSession(Long.parseLong(name.substring(2)), directory);
    }

    /** Number of the session. */
    public long id() {
        return id;
    }

    public Path directory() {
        return directory;
    }

    public State state() throws IOException {
        return facts().map(page -> switch (page.path("state").asText()) {
                    case "open" -> State.OPEN;
                    case "sealed" -> State.SEALED;
                    case "repaired" -> State.REPAIRED;
                    default -> State.UNREADABLE;
                })
                .orElse(State.UNREADABLE);
    }

    /** What was known when it began; nothing where that cannot be read. */
    public Optional<SessionFacts> opening() throws IOException {
        Optional<JsonNode> page = facts();
        try {
            return page.map(RecordedSession::opening);
        } catch (IllegalArgumentException | DateTimeException damaged) {
            return Optional.empty();
        }
    }

    private static SessionFacts opening(JsonNode page) {
        Map<String, String> more = new HashMap<>();
        page.path("more")
                .properties()
                .forEach(one -> more.put(one.getKey(), one.getValue().asText()));
        return new SessionFacts(
                page.path("session").asLong(),
                page.path("grant").asLong(),
                page.path("person").asText(),
                page.path("target").asText(),
                page.path("login").asText(),
                page.path("source").asText(),
                Instant.parse(page.path("started_at").asText()),
                more);
    }

    /** How it ended; nothing while it is open. */
    public Optional<Ending> ending() throws IOException {
        return facts().filter(page -> !page.path("state").asText().equals("open"))
                .map(page -> new Ending(
                        instant(page.path("ended_at").asText()),
                        Optional.ofNullable(page.path("cause").textValue()),
                        page.path("unrecorded_bytes").asLong(),
                        page.path("withheld_lines").asInt()));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private Optional<JsonNode> facts() throws IOException {
        Path file = directory.resolve(SessionDirectory.FACTS);
        return Files.isRegularFile(file) ? Json.read(Files.readAllBytes(file)) : Optional.empty();
    }

    /**
     * What was done in it, as far as its files say.
     *
     * @throws IOException when one of them is gone or cannot be read
     */
    public SessionDeeds deeds() throws IOException {
        return new DeedsReader().read(this);
    }

    /** Its channels in the order of their numbers. */
    public List<RecordedChannel> channels() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(RecordedChannel::of)
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparingInt(RecordedChannel::number))
                    .toList();
        }
    }

    /** A channel by its number. */
    public Optional<RecordedChannel> channel(int number) throws IOException {
        return channels().stream().filter(one -> one.number() == number).findFirst();
    }

    /** Compares every file with the list of sums. */
    public Verification verify() throws IOException {
        return Verification.of(directory);
    }

    /** The files that {@link #erase} deletes: all but the list of sums and the facts. None where it was done. */
    public List<String> content() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(SessionDirectory.SUMS) && !name.equals(SessionDirectory.FACTS))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Deletes what was recorded, for good. The list of sums and the facts stay, and tell what there was. Must not be used on a
     * recording that still runs; may be done again where it was interrupted.
     */
    public void erase() throws IOException {
        for (String name : content()) {
            Files.deleteIfExists(directory.resolve(name));
        }
        SessionDirectory.forceOne(directory);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "s-%d", id);
    }
}
