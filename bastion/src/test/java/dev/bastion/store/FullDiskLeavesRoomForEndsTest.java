package dev.bastion.store;

import static dev.bastion.store.Ledgers.append;
import static dev.bastion.store.Ledgers.await;
import static dev.bastion.store.Ledgers.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bastion.policy.MovedClock;
import dev.bastion.recorder.ledger.Verification;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full starts nothing new, and still takes what takes access away (threat T16). */
@Tag("e2e")
class FullDiskLeavesRoomForEndsTest {

    @TempDir
    Path directory;

    private Path disk;

    @BeforeEach
    void mountSmallDisk() throws IOException, InterruptedException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "a small disk is mounted by root alone");
        disk = Files.createDirectory(directory.resolve("disk"));
        assertEquals(0, run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString()));
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (disk != null) {
            run("umount", "--lazy", disk.toString());
        }
    }

    @Test
    void anEndIsWrittenFromTheReserveAndNothingElseStarts() throws IOException {
        var settings = new StoreSettings(
                DatabaseSettings.sqlite(disk.resolve("bastion.db")),
                Ledgers.SIGNER,
                Optional.of(disk.resolve("heads/newest")),
                disk,
                4L * 1024 * 1024,
                64,
                Duration.ofMillis(50));
        try (var journal = SqlJournal.open(settings, new MovedClock(Story.MORNING))) {
            append(journal, Story.granted(1));
            fill("filling");
            assertThrows(CompletionException.class, () -> appendUntilFull(journal));
            assertFalse(journal.accepting());
            // What the last commit gave back would do for the reserve, too, where the end takes less.
            fill("rest");
            await(journal.recordEnd(Story.revoked(1)));
            assertEquals(
                    0,
                    journal.state().openGrants().stream()
                            .filter(g -> g.id() == 1)
                            .count());
            assertFalse(journal.accepting(), "the reserve is gone, and there is no room for another");
            Files.delete(disk.resolve("filling"));
            Files.delete(disk.resolve("rest"));
            until(journal::accepting);
            append(journal, Story.granted(journal.state().nextGrantId()));
        }
        var verifier = new StoreVerifier(settings.database(), Ledgers.SIGNER.verifier());
        assertInstanceOf(Verification.Sound.class, verifier.verify());
    }

    private static void appendUntilFull(SqlJournal journal) {
        for (int i = 0; i < 10_000; i++) {
            append(journal, Story.granted(journal.state().nextRequestId()));
        }
    }

    private void fill(String name) throws IOException {
        var block = ByteBuffer.allocate(4096);
        try (var file = FileChannel.open(disk.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (true) {
                block.rewind();
                file.write(block);
            }
        } catch (IOException e) {
            assertEquals("No space left on device", e.getMessage());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
