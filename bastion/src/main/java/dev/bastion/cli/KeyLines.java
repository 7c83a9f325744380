package dev.bastion.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Public keys from the command line and from files, in the order given. */
final class KeyLines {
    private KeyLines() {}

    static List<String> of(Surroundings around, List<String> typed, List<Path> files) throws IOException {
        List<String> lines = new ArrayList<>(typed);
        for (Path file : files) {
            Files.readString(around.path(file))
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(lines::add);
        }
        return lines.stream().map(String::strip).toList();
    }
}
