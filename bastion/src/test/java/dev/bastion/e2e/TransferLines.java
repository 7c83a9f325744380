package dev.bastion.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the recordings tell of files that passed. */
final class TransferLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TransferLines() {}

    /** The lines of files that were opened whose path ends so, of all recordings below a directory. */
    static List<JsonNode> ofFile(Path recordings, String pathEnd) {
        try (Stream<Path> files = Files.walk(recordings)) {
            return files.filter(file -> file.getFileName().toString().matches("transfers-\\d+\\.jsonl"))
                    .flatMap(TransferLines::lines)
                    .filter(line -> line.path("operation").asText().equals("file"))
                    .filter(line -> line.path("path").asText().endsWith(pathEnd))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(recordings.toString(), e);
        }
    }

    /** Whole lines only: another may just be written. */
    private static Stream<JsonNode> lines(Path file) {
        try {
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(TransferLines::parsed);
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }
}
