package dev.bastion.ssh.sftp;

import static dev.bastion.ssh.sftp.CollectedTransfers.sha256;
import static dev.bastion.ssh.sftp.Packets.close;
import static dev.bastion.ssh.sftp.Packets.data;
import static dev.bastion.ssh.sftp.Packets.handle;
import static dev.bastion.ssh.sftp.Packets.open;
import static dev.bastion.ssh.sftp.Packets.packet;
import static dev.bastion.ssh.sftp.Packets.read;
import static dev.bastion.ssh.sftp.Packets.status;
import static dev.bastion.ssh.sftp.Packets.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.recorder.TransferLine;
import dev.bastion.recorder.TransferLine.Interval;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FileLineSaysWhatPassedTest {

    private static final int READ = 0x01;
    private static final int PUT = 0x1a;
    private static final int IN_PLACE = 0x0a;

    @Test
    void putsContentInOrderThatCameOutOfOrder() throws IOException {
        byte[] content = bytes(30);
        GateInHand gate = opened(READ);
        gate.client(read(2, "h", 0, 10), read(3, "h", 10, 10), read(4, "h", 20, 10), read(5, "h", 30, 10));
        gate.server(data(4, part(content, 20, 30)), data(3, part(content, 10, 20)), data(2, part(content, 0, 10)));
        gate.server(status(5, Status.EOF));

        TransferLine line = closed(gate);

        assertEquals(Optional.of(sha256(content)), line.sha256());
        assertEquals(Optional.of(true), line.complete());
        assertEquals(OptionalLong.of(30), line.size());
        assertEquals(List.of(), line.intervals());
    }

    @Test
    void givesUpWhereContentRunsTooFarAhead() throws IOException {
        GateInHand gate = opened(READ);
        int step = 256 * 1024 - 1024;
        gate.client(read(1000, "h", 0, 1));
        int count = Wire.MAX_AHEAD / step + 2;
        for (int i = 0; i < count; i++) {
            gate.client(read(i, "h", 1 + (long) i * step, step));
            gate.server(data(i, new byte[step]));
            gate.takeToClient();
        }
        gate.server(data(1000, new byte[1]));

        TransferLine line = closed(gate);

        assertEquals(Optional.of("non-sequential"), line.digestMissing());
        assertEquals(List.of(new Interval(0, 1 + (long) count * step)), line.intervals());
    }

    @Test
    void seesGapsAndOverlaps() throws IOException {
        GateInHand gap = opened(READ);
        gap.client(read(2, "h", 0, 10), read(3, "h", 20, 10));
        gap.server(data(2, bytes(10)), data(3, bytes(10)));
        assertEquals(Optional.of("gap"), closed(gap).digestMissing());
        assertEquals(
                List.of(new Interval(0, 10), new Interval(20, 30)),
                gap.told.only("file").intervals());

        GateInHand overlap = opened(READ);
        overlap.client(read(2, "h", 0, 10), read(3, "h", 5, 10));
        overlap.server(data(2, bytes(10)), data(3, bytes(10)));
        assertEquals(Optional.of("overlap"), closed(overlap).digestMissing());
        assertEquals(List.of(new Interval(0, 15)), overlap.told.only("file").intervals());
        assertEquals(20, overlap.told.only("file").bytesRead());
    }

    @Test
    void aDownloadIsPartialUntilItsEndIsSeen() throws IOException {
        GateInHand gate = opened(READ);
        gate.client(read(2, "h", 0, 10));
        gate.server(data(2, bytes(10)));
        assertEquals(Optional.of(false), closed(gate).complete());
    }

    @Test
    void aSizeToldBeforeMakesADownloadWhole() throws IOException {
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);
        gate.client(packet(Wire.STAT, 1, "/x"));
        gate.server(packet(Wire.ATTRS, 1, 1, 10L));
        gate.client(open(1, "/x", READ));
        gate.server(handle(1, "h"));
        gate.client(read(2, "h", 0, 10));
        gate.server(data(2, bytes(10)));
        assertEquals(Optional.of(true), closed(gate).complete());
    }

    @Test
    void countsOnlyWhatTheServerAcknowledges() throws IOException {
        GateInHand gate = opened(PUT);
        gate.client(write(2, "h", 0, bytes(10)), write(3, "h", 10, bytes(10)));
        gate.server(status(2, Status.OK), status(3, Status.FAILURE));

        TransferLine line = closed(gate);

        assertEquals(10, line.bytesWritten());
        assertEquals(Optional.of("write-failed"), line.digestMissing());
        assertEquals("1", line.attributes().get("errors"));
        assertEquals(List.of(new Interval(0, 10)), line.intervals());
    }

    @Test
    void writesInPlaceAreWholeOnlyIfTheSizeIsSetToThem() throws IOException {
        GateInHand untouched = written(IN_PLACE);
        assertEquals(Optional.of(false), closed(untouched).complete());

        GateInHand cut = written(IN_PLACE);
        cut.client(packet(Wire.FSETSTAT, 3, "h", 1, 10L));
        cut.server(status(3, Status.OK));
        assertEquals(Optional.of(true), closed(cut).complete());
        assertEquals(Optional.of(sha256(bytes(10))), cut.told.only("file").sha256());

        GateInHand stretched = written(PUT);
        stretched.client(packet(Wire.FSETSTAT, 3, "h", 1, 20L));
        stretched.server(status(3, Status.OK));
        assertEquals(Optional.of("resized"), closed(stretched).digestMissing());
        assertEquals(Optional.of(false), stretched.told.only("file").complete());
    }

    @Test
    void aFileReadAndWrittenHasNoOneDigest() throws IOException {
        GateInHand gate = opened(0x03);
        gate.client(write(2, "h", 0, bytes(10)), read(3, "h", 0, 10));
        gate.server(status(2, Status.OK), data(3, bytes(10)));
        TransferLine line = closed(gate);
        assertEquals("both", line.direction());
        assertEquals(Optional.of("read-and-written"), line.digestMissing());
    }

    @Test
    void aFileOpenedForBothIsToldByWhatHappened() throws IOException {
        GateInHand gate = opened(0x03);
        gate.client(read(3, "h", 0, 10), read(4, "h", 10, 10));
        gate.server(data(3, bytes(10)), status(4, Status.EOF));
        TransferLine line = closed(gate);
        assertEquals("download", line.direction());
        assertEquals(Optional.of(sha256(bytes(10))), line.sha256());
    }

    @Test
    void anAnswerMayComeAfterThatToClose() throws IOException {
        GateInHand gate = opened(READ);
        gate.client(read(2, "h", 0, 10), close(90, "h"));
        gate.server(status(90, Status.OK));
        assertEquals(0, gate.told.all("file").size());
        gate.server(data(2, bytes(10)));
        assertEquals(10, gate.told.only("file").bytesRead());
    }

    @Test
    void aHandleMayComeAgainBeforeTheAnswerToClose() throws IOException {
        GateInHand gate = opened(READ);
        gate.client(close(90, "h"), open(91, "/y", READ));
        gate.server(handle(91, "h"), status(90, Status.OK));
        assertEquals("/x", gate.told.only("file").path().text());
        gate.client(close(92, "h"));
        gate.server(status(92, Status.OK));
        assertEquals("/y", gate.told.all("file").get(1).path().text());
    }

    @Test
    void whatIsOpenAtTheEndIsAborted() throws IOException {
        GateInHand gate = written(PUT);
        gate.client(write(3, "h", 10, bytes(7)), packet(Wire.REMOVE, 4, "/gone"), open(5, "/late", PUT));

        assertTrue(gate.gate.close().toCompletableFuture().isDone());

        TransferLine line = gate.told.all("file").stream()
                .filter(one -> one.path().text().equals("/x"))
                .findFirst()
                .orElseThrow();
        assertEquals("aborted", line.result());
        assertEquals(10, line.bytesWritten());
        assertEquals("7", line.attributes().get("unacknowledged"));
        assertEquals(Optional.of("unacknowledged"), line.digestMissing());
        assertEquals("aborted", gate.told.only("remove").result());
        assertEquals(2, gate.told.all("file").size());
    }

    @Test
    void aCloseWithoutAnAnswerIsAbortedToo() throws IOException {
        GateInHand gate = written(PUT);
        gate.client(close(90, "h"));
        gate.gate.close();
        assertEquals("aborted", gate.told.only("file").result());
        assertEquals(Optional.of(false), gate.told.only("file").complete());
    }

    @Test
    void aFailedCloseIsNoCompleteUpload() throws IOException {
        GateInHand gate = written(PUT);
        gate.client(close(90, "h"));
        gate.server(packet(Wire.STATUS, 90, Status.FAILURE.code(), "disk \u001b[31mfull", ""));
        TransferLine line = gate.told.only("file");
        assertEquals("failure", line.result());
        assertEquals(Optional.of("disk \\x1b[31mfull"), line.resultText());
        assertEquals(Optional.of(false), line.complete());
    }

    @Test
    void jumpsBeyondCountingAreStillCounted() throws IOException {
        GateInHand gate = opened(READ);
        for (int i = 0; i < 2 * Intervals.MAX; i++) {
            gate.client(read(i, "h", 100L * i, 1));
            gate.server(data(i, bytes(1)));
        }
        TransferLine line = closed(gate);
        assertEquals(2 * Intervals.MAX, line.bytesRead());
        assertEquals(Intervals.MAX, line.intervals().size());
        assertEquals("first 256", line.attributes().get("intervals"));
    }

    @Test
    void relativeNamesAreResolvedAgainstTheStart() throws IOException {
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);
        gate.client(packet(Wire.REALPATH, 1, "."));
        gate.server(packet(Wire.NAME, 1, 1, "/home/postgres", "long name", 0));
        gate.client(packet(Wire.REMOVE, 2, "x"));
        gate.server(status(2, Status.OK));
        assertEquals(Optional.of("/home/postgres/x"), gate.told.only("remove").resolvedPath());
    }

    @Test
    void namesAreKeptWholeAndMadeHarmless() throws IOException {
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);
        byte[] odd = {'a', (byte) 0xff, '\n', 0x1b, '\\'};
        gate.client(packet(Wire.REMOVE, 1, odd));
        gate.server(status(1, Status.OK));
        assertEquals("a\\xff\\x0a\\x1b\\x5c", gate.told.only("remove").path().text());
        assertEquals(Optional.of("61ff0a1b5c"), gate.told.only("remove").path().hex());
    }

    @Test
    void aFileOpenForLongIsToldBeforeItEnds() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
        GateInHand gate = new GateInHand(GateInHand.BOTH, new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        });
        gate.agree();
        gate.client(open(1, "/x", PUT));
        gate.server(handle(1, "h"));
        gate.client(write(2, "h", 0, bytes(10)));
        assertEquals(0, gate.told.all("open").size());

        now.set(now.get().plus(Duration.ofSeconds(2)));
        gate.client(write(3, "h", 10, bytes(10)), write(4, "h", 20, bytes(10)));

        assertEquals("/x", gate.told.only("open").path().text());
        assertEquals("upload", gate.told.only("open").direction());
    }

    private static GateInHand opened(int flags) throws IOException {
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);
        gate.client(open(1, "/x", flags));
        gate.server(handle(1, "h"));
        return gate;
    }

    private static GateInHand written(int flags) throws IOException {
        GateInHand gate = opened(flags);
        gate.client(write(2, "h", 0, bytes(10)));
        gate.server(status(2, Status.OK));
        return gate;
    }

    private static TransferLine closed(GateInHand gate) throws IOException {
        gate.client(close(90, "h"));
        gate.server(status(90, Status.OK));
        return gate.told.only("file");
    }

    private static byte[] bytes(int length) {
        return "0123456789".repeat(length / 10 + 1).substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] part(byte[] content, int from, int to) {
        return Arrays.copyOfRange(content, from, to);
    }
}
