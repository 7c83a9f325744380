package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bastion backup} beside a bastion under a running session, and what becomes of the copy on another machine. */
@NeedsDemo
class ABackupUnderLoadIsRestoredTest {
    @TempDir
    Path directory;

    @Test
    void andGivesAccessToNobody(DemoWorld world) throws Exception {
        Path copy = directory.resolve("copy");
        Path here = Files.createDirectory(directory.resolve("here"));
        try (OwnBastion bastion = OwnBastion.in(here, world)) {
            bastion.grant("prod-db-1", "postgres", "45m");
            bastion.ssh("alice", "-J", "bastion", "postgres@prod-db-1", "hostname")
                    .run()
                    .done();
            try (Running work = Running.start(
                    bastion.ssh(
                            "alice",
                            "-J",
                            "bastion",
                            "postgres@prod-db-1",
                            "while :; do echo at-work; sleep 0.01; done"),
                    directory.resolve("work"))) {
                world.until(() -> work.said().contains("at-work"), "alice works");
                Ran backup = bastion.executable("backup", copy.toString(), "--recordings")
                        .done();
                assertTrue(backup.out().contains("with the recordings of 2 sessions"), backup::toString);
                assertTrue(work.isAlive(), work::said);
            }
        }
        Path there = Files.createDirectory(directory.resolve("there"));
        Files.writeString(
                there.resolve("bastion.yaml"),
                Files.readString(copy.resolve("bastion.yaml"))
                        .replace("policy: ./access.yaml", "policy: " + world.policy()));
        Ran restored =
                executable(world, there, "restore", copy.toString(), "--accept").done();
        assertTrue(
                restored.out().contains("ended: 1 grants, 0 requests, 1 certificates, 1 sessions"), restored::toString);
        Ran verified = executable(world, there, "verify").done();
        assertTrue(verified.out().contains("the recordings are whole: 2 sessions"), verified::toString);
        assertEquals(0, verified.status());
    }

    private static Ran executable(DemoWorld world, Path where, String... words) {
        List<String> all = new ArrayList<>(List.of(world.launcher().toString()));
        all.addAll(List.of(words));
        all.addAll(List.of("--config", where.resolve("bastion.yaml").toString()));
        return Command.of(all).run();
    }
}
