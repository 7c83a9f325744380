package dev.bastion.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.recorder.ledger.Checkpoint;
import dev.bastion.recorder.ledger.TreeHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesBesideTheLedgerTest {

    @TempDir
    Path directory;

    @Test
    void theCopyKeepsTheNewestHeadAndTheOneBefore() throws IOException {
        var file = directory.resolve("a/b/newest");
        assertEquals(List.of(), new HeadCopy(file).read());
        var copy = new HeadCopy(file);
        copy.write(head(1));
        assertEquals(List.of(head(1)), copy.read());
        copy.write(head(2));
        copy.write(head(3));
        assertEquals(List.of(head(3), head(2)), copy.read());
    }

    @Test
    void aRestartWritesOverTheOlderHead() throws IOException {
        var file = directory.resolve("newest");
        var copy = new HeadCopy(file);
        copy.write(head(1));
        copy.write(head(2));
        new HeadCopy(file).write(head(3));
        assertEquals(List.of(head(3), head(2)), copy.read());
        new HeadCopy(file).write(head(4));
        assertEquals(List.of(head(3), head(4)), copy.read());
    }

    @Test
    void aHeadThatACrashCutShortIsWrittenOver() throws IOException {
        var file = directory.resolve("newest");
        var copy = new HeadCopy(file);
        copy.write(head(1));
        copy.write(head(2));
        var bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 60, 4096, (byte) 0);
        Files.write(file, bytes);
        new HeadCopy(file).write(head(3));
        assertEquals(List.of(head(3), head(2)), copy.read());
    }

    @Test
    void aFileWithOneNoteAloneIsReadAndReplaced() throws IOException {
        var file = directory.resolve("newest");
        Files.writeString(file, head(1));
        assertEquals(List.of(head(1)), new HeadCopy(file).read());
        new HeadCopy(file).write(head(2));
        assertEquals(List.of(head(2)), new HeadCopy(file).read());
    }

    @Test
    void theReserveIsHeldGivenAndHeldAgain() throws IOException {
        var file = directory.resolve("x/reserve");
        var reserve = new DiskReserve(file, 100_000);
        assertFalse(reserve.held());
        reserve.hold();
        assertTrue(reserve.held());
        assertEquals(100_000, Files.size(file));
        reserve.release();
        reserve.release();
        assertFalse(reserve.held());
        Files.writeString(file, "half");
        assertFalse(reserve.held());
        reserve.hold();
        assertTrue(reserve.held());
    }

    @Test
    void keptEndsComeBackInOrderAndNothingElseDoes() throws IOException {
        var spool = new EndSpool(directory.resolve("y/ends"));
        assertEquals(List.of(), spool.read().ends());
        spool.add(List.of(Story.revoked(1), Story.ended(7)));
        spool.add(List.of(Story.revoked(2)));
        var gives = new String(EventCodec.encode(0, Story.opened(1, 1)), StandardCharsets.UTF_8);
        Files.writeString(spool.file(), gives + "\n{\"event\":{\"by", StandardOpenOption.APPEND);
        assertEquals(
                List.of(Story.revoked(1), Story.ended(7), Story.revoked(2)),
                spool.read().ends());
        assertEquals(2, spool.read().passedOver());
        spool.clear();
        spool.clear();
        assertEquals(List.of(), spool.read().ends());
    }

    private static String head(long size) {
        var checkpoint = new Checkpoint(Ledgers.ORIGIN, size, TreeHash.EMPTY, List.of());
        return Ledgers.SIGNER.sign(checkpoint.text()).encoded();
    }
}
