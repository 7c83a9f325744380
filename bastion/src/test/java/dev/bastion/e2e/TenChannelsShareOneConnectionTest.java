package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsDemo
class TenChannelsShareOneConnectionTest {
    private static final String HOST = "postgres@prod-db-1";
    private static DemoWorld world;

    @BeforeAll
    static void grant(DemoWorld demo) {
        world = demo;
        world.grant("prod-db-1", "postgres", "45m");
    }

    @Test
    void eachWithItsOwnStreamsAndStatus(@TempDir Path scratch) {
        String socket = "ControlPath=" + scratch.resolve("master");
        world.ssh("alice", "-M", "-f", "-N", "-o", socket, "-J", "bastion", HOST)
                .run()
                .done();
        try {
            List<CompletableFuture<Ran>> channels = IntStream.range(0, 10)
                    .mapToObj(number -> CompletableFuture.supplyAsync(() -> world.ssh(
                                    "alice", "-o", socket, HOST, "cat; sleep 1; echo to-err >&2; exit " + number)
                            .reading(line(number))
                            .run()))
                    .toList();
            for (int number = 0; number < 10; number++) {
                Ran ran = channels.get(number).join();
                assertEquals(number, ran.status(), ran::toString);
                assertEquals(line(number), ran.out());
                assertEquals("to-err\n", ran.err());
            }
        } finally {
            Ran exit = world.ssh("alice", "-O", "exit", "-o", socket, HOST).run();
            assertTrue(exit.err().contains("Exit request sent"), exit::toString);
        }
    }

    private static String line(int number) {
        return "channel " + number + "\n";
    }
}
