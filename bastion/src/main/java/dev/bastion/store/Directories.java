package dev.bastion.store;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** What a name in a directory needs to outlive a power loss. */
final class Directories {

    private Directories() {}

    /** Makes the names in this directory durable: syncing a file does not. */
    static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
    }
}
