package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten hosts that send all they can to clients that read nothing, and a bastion with little memory between them. */
@NeedsDemo
class ASlowReaderCostsNoMemoryTest {
    private static final int READERS = 10;

    @TempDir
    Path directory;

    @Test
    void forAMinute(DemoWorld world) throws IOException {
        List<String> little = List.of("env", "BASTION_JAVA_OPTS=-Xmx96m -XX:+ExitOnOutOfMemoryError");
        List<Process> readers = new ArrayList<>();
        try (OwnBastion bastion = OwnBastion.in(directory, world, little)) {
            bastion.grant("prod-db-1", "postgres", "45m");
            for (int number = 0; number < READERS; number++) {
                readers.add(slow(bastion, number % 2 == 0 ? "cat /dev/zero" : "yes"));
            }
            Instant end = Instant.now().plusSeconds(60);
            world.until(() -> Instant.now().isAfter(end.minusSeconds(30)), "half a minute passes");
            world.until(() -> Instant.now().isAfter(end), "another half passes");
            assertTrue(readers.stream().allMatch(Process::isAlive), "a reader was thrown out");
            assertEquals(
                    "prod-db-1\n",
                    bastion.ssh("alice", "-J", "bastion", "postgres@prod-db-1", "hostname")
                            .run()
                            .done()
                            .out());
        } finally {
            readers.forEach(reader -> {
                reader.descendants().forEach(ProcessHandle::destroyForcibly);
                reader.destroyForcibly();
            });
        }
    }

    private static Process slow(OwnBastion bastion, String command) throws IOException {
        List<String> words = new ArrayList<>(List.of("sh", "-c", "\"$@\" | sleep 300", "sh"));
        words.addAll(bastion.ssh("alice", "-J", "bastion", "postgres@prod-db-1", command)
                .words());
        return new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
