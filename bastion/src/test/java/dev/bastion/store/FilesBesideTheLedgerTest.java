package dev.bastion.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesBesideTheLedgerTest {

    @TempDir
    Path directory;

    @Test
    void theCopyOfAHeadIsTheOldOneUntilItIsPublished() throws IOException {
        var copy = new HeadCopy(directory.resolve("a/b/newest"));
        assertEquals(Optional.empty(), copy.read());
        copy.write("one");
        copy.prepare("two");
        assertEquals(Optional.of("one"), copy.read());
        copy.publish();
        assertEquals(Optional.of("two"), copy.read());
    }

    @Test
    void aCopyThatCannotBeWrittenLeavesTheOldOne() throws IOException {
        var copy = new HeadCopy(directory.resolve("newest"));
        copy.write("one");
        Files.createDirectory(directory.resolve("newest.new"));
        assertThrows(IOException.class, () -> copy.write("two"));
        assertEquals(Optional.of("one"), copy.read());
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
}
