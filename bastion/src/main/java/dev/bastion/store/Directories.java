package dev.bastion.store;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a name in a directory needs to outlive a power loss. */
final class Directories {

    private Directories() {}

    /** Makes this directory and those above it that are missing, each with a durable name. */
    static void make(Path directory) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (var at = directory.toAbsolutePath(); at != null && !Files.exists(at); at = at.getParent()) {
            missing.add(at);
        }
        Files.createDirectories(directory);
        for (var made : missing) {
            sync(made.getParent());
        }
    }

    /** Makes the names in this directory durable: syncing a file does not. */
    static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
    }
}
