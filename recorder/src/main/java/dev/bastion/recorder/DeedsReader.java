package dev.bastion.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bastion.recorder.SessionDeeds.AgentUse;
import dev.bastion.recorder.SessionDeeds.Forwarded;
import dev.bastion.recorder.SessionDeeds.Gathering;
import dev.bastion.recorder.SessionDeeds.Moved;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Reads what was done out of a session's log of events and its lists of transfers. A line that broke off is passed over:
 * what a crash cut short is read as far as it goes. Where the log is gone nobody can say what was done. For one reading.
 */
final class DeedsReader {

    /** In the lines of an agent's use: what was asked of it, and the key that was to sign. */
    static final String ASKED = "asked";

    static final String KEY = "key";

    private static final String REFUSED = "refused";
    private static final String FILE = "file";

    private final Gathering<String> commands = new Gathering<>();
    private final Gathering<Forwarded> forwards = new Gathering<>();
    private final Gathering<AgentUse> agentUses = new Gathering<>();
    private final Gathering<Moved> transfers = new Gathering<>();
    private final Gathering<String> refusals = new Gathering<>();
    /** Forwards that are not over as far as the log has been read; no more than a session's channels at one time. */
    private final Map<Integer, String> forwarding = new LinkedHashMap<>();

    private int shells;
    private long typedLines;
    private long filesMoved;

    SessionDeeds read(RecordedSession session) throws IOException {
        lines(session.directory().resolve(SessionDirectory.EVENTS), this::event);
        for (RecordedChannel channel : session.channels()) {
            if (channel instanceof RecordedChannel.Transfers list) {
                lines(list.file(), this::transfer);
            } else if (channel instanceof RecordedChannel.Agent list) {
                agentUse(list.file());
            }
        }
        forwarding.values().forEach(destination -> forwards.add(new Forwarded(destination, 0, 0)));
        return new SessionDeeds(
                shells,
                typedLines,
                commands.all(),
                forwards.all(),
                agentUses.all(),
                transfers.all(),
                filesMoved,
                refusals.all());
    }

    private static void lines(Path file, Consumer<JsonNode> take) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Json.read(line.getBytes(StandardCharsets.UTF_8)).ifPresent(take);
            }
        }
    }

    private void event(JsonNode event) {
        String kind = event.path("event").asText();
        switch (kind) {
            case "channel-opened" -> opened(event);
            case "channel-closed" -> closed(event);
            default -> refused(kind, event);
        }
    }

    private void opened(JsonNode event) {
        String command = event.path("command").asText();
        if (event.path("kind").asText().equals("forward")) {
            forwarding.put(
                    event.path("channel").asInt(), event.path("destination").asText());
        } else if (!command.isEmpty()) {
            commands.add(command);
        } else if (event.path("kind").asText().equals("terminal")) {
            shells++;
        }
    }

    private void closed(JsonNode event) {
        typedLines += event.path("input").path("lines").asLong();
        String destination = forwarding.remove(event.path("channel").asInt());
        if (destination != null) {
            forwards.add(new Forwarded(
                    destination,
                    event.path("stdin").path("bytes").asLong(),
                    event.path("stdout").path("bytes").asLong()));
        }
    }

    /** An environment variable that did not pass is nothing that anybody tried. */
    private void refused(String kind, JsonNode event) {
        if (kind.contains(REFUSED) && !event.path("request").asText().equals("env")) {
            StringBuilder words = new StringBuilder(kind);
            event.properties().stream()
                    .filter(part ->
                            !part.getKey().equals("event") && !part.getKey().equals("at"))
                    .forEach(part -> words.append(' ')
                            .append(part.getKey())
                            .append('=')
                            .append(part.getValue().asText()));
            refusals.add(words.toString());
        }
    }

    private void agentUse(Path file) throws IOException {
        AtomicLong signatures = new AtomicLong();
        Set<String> keys = new LinkedHashSet<>();
        lines(file, line -> {
            String key = line.path(KEY).asText();
            if (!key.isEmpty()) {
                signatures.incrementAndGet();
                if (keys.size() < AgentUse.MOST_KEYS) {
                    keys.add(key);
                }
            }
        });
        agentUses.add(new AgentUse(signatures.get(), List.copyOf(keys)));
    }

    private void transfer(JsonNode line) {
        String operation = line.path("operation").asText();
        if (operation.isEmpty()) {
            return;
        }
        Moved moved = new Moved(
                operation,
                line.path("direction").asText(),
                line.path("resolved_path").asText(line.path("path").asText()),
                line.path("bytes_read").asLong() + line.path("bytes_written").asLong(),
                Optional.ofNullable(line.path("sha256").textValue()),
                line.path("result").asText());
        if (moved.result().equals(REFUSED)) {
            refusals.add(operation + " " + moved.path());
            return;
        }
        transfers.add(moved);
        if (operation.equals(FILE)) {
            filesMoved++;
        }
    }
}
