package dev.bastion.ssh.sftp;

import static dev.bastion.ssh.sftp.Packets.close;
import static dev.bastion.ssh.sftp.Packets.data;
import static dev.bastion.ssh.sftp.Packets.handle;
import static dev.bastion.ssh.sftp.Packets.open;
import static dev.bastion.ssh.sftp.Packets.packet;
import static dev.bastion.ssh.sftp.Packets.read;
import static dev.bastion.ssh.sftp.Packets.status;
import static dev.bastion.ssh.sftp.Packets.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MalformedStreamEndsItsChannelTest {

    @Test
    void packetLongerThanOpenSshAccepts() throws IOException {
        clientIsRefused(
                "262145 bytes",
                ByteBuffer.allocate(9).putInt(256 * 1024 + 1).put((byte) 6).array());
        clientIsRefused("4294967295 bytes", ByteBuffer.allocate(9).putInt(-1).array());
    }

    @Test
    void packetTooShortForItsHeader() throws IOException {
        clientIsRefused("4 bytes", ByteBuffer.allocate(9).putInt(4).array());
        clientIsRefused("0 bytes", new byte[4]);
    }

    @Test
    void repliesFromTheClientAndRequestsFromTheServer() throws IOException {
        clientIsRefused("type 103 is no request", data(1, new byte[1]));
        clientIsRefused("type 21 is no request", packet(21, 1));
        serverIsRefused("type 5 is no reply", read(1, "h", 0, 1));
    }

    @Test
    void replyThatNobodyAskedFor() throws IOException {
        serverIsRefused("request id 9", status(9, Status.OK));
        serverIsRefused("VERSION that nobody asked for", Packets.version());
    }

    @Test
    void replyOfAnotherKindThanAskedFor() throws IOException {
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);
        gate.client(packet(Wire.STAT, 1, "/x"));
        refused("does not answer", () -> gate.server(handle(1, "h")));
    }

    @Test
    void contentForARequestThatIsNoRead() throws IOException {
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);
        gate.client(packet(Wire.REMOVE, 1, "/x"));
        refused("does not answer", () -> gate.server(data(1, new byte[1])));
    }

    @Test
    void moreContentThanAskedFor() throws IOException {
        GateInHand gate = opened(1);
        gate.client(read(2, "h", 0, 10));
        refused("sends 11 bytes", () -> gate.server(data(2, new byte[11])));
    }

    @Test
    void contentWhoseLengthContradictsItsPacket() throws IOException {
        GateInHand gate = opened(1);
        gate.client(read(2, "h", 0, 100));
        refused("DATA of 50 bytes", () -> gate.server(packet(Wire.DATA, 2, 50, 0)));
        GateInHand other = opened(2);
        refused("WRITE of 50 bytes", () -> other.client(packet(Wire.WRITE, 2, "h", 0L, 50, 0)));
    }

    @Test
    void requestIdUsedTwice() throws IOException {
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);
        gate.client(packet(Wire.STAT, 1, "/x"));
        refused("used again", () -> gate.client(packet(Wire.STAT, 1, "/y")));
    }

    @Test
    void requestIdMayComeAgainOnceAnswered() throws IOException {
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);
        for (int i = 0; i < 3; i++) {
            gate.client(packet(Wire.STAT, 1, "/x"));
            gate.server(status(1, Status.NO_SUCH_FILE));
        }
        assertEquals(0, gate.told.lines().size());
    }

    @Test
    void handleGivenTwice() throws IOException {
        GateInHand gate = opened(1);
        gate.client(open(2, "/y", 1));
        refused("in use", () -> gate.server(handle(2, "h")));
    }

    @Test
    void handlesAndPathsBeyondTheirLength() throws IOException {
        clientIsRefused("handle of 257 bytes", read(1, "h".repeat(257), 0, 1));
        clientIsRefused("handle of 257 bytes", write(1, "h".repeat(257), 0, new byte[1]));
        clientIsRefused("path of 4097 bytes", packet(Wire.STAT, 1, "p".repeat(4097)));
        clientIsRefused("path of 4097 bytes", packet(Wire.RENAME, 1, "p", "p".repeat(4097)));
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);
        gate.client(open(1, "/x", 1));
        refused("handle of 257 bytes", () -> gate.server(handle(1, "h".repeat(257))));
    }

    @Test
    void fieldsBeyondTheEndOfTheirPacket() throws IOException {
        clientIsRefused("middle of a field", packet(Wire.STAT, 1, 100));
        clientIsRefused("middle of a field", packet(Wire.WRITE, 1, "h", 0));
        clientIsRefused("middle of a field", packet(Wire.SETSTAT, 1, "/x", 8, 1));
        serverIsRefused("middle of a field", packet(Wire.HANDLE, 1));
    }

    @Test
    void placesBeyondEveryFile() throws IOException {
        clientIsRefused("beyond every file", read(1, "h", -1, 1));
        clientIsRefused("beyond every file", write(1, "h", Long.MAX_VALUE, new byte[1]));
    }

    @Test
    void anotherVersionThanThree() throws IOException {
        GateInHand gate = new GateInHand(GateInHand.BOTH);
        gate.client(packet(Wire.INIT, 6));
        refused("version 6", () -> gate.server(packet(Wire.VERSION, 6)));
    }

    @Test
    void aClientMayAskForSixAndGetThree() throws IOException {
        GateInHand gate = new GateInHand(GateInHand.BOTH);
        gate.client(packet(Wire.INIT, 6));
        gate.server(packet(Wire.VERSION, 3));
        gate.client(packet(Wire.STAT, 1, "/x"));
        assertTrue(gate.takeToServer().length > 9);
    }

    @Test
    void requestsBeforeTheVersionIsAgreed() {
        GateInHand gate = new GateInHand(GateInHand.BOTH);
        refused("before the version", () -> gate.client(Packets.init(), packet(Wire.STAT, 1, "/x")));
        refused("has ended", () -> gate.server(Packets.version()));
    }

    @Test
    void twoGreetings() throws IOException {
        clientIsRefused("second INIT", Packets.init());
        serverIsRefused("VERSION that nobody asked for", Packets.version());
    }

    @Test
    void moreRequestsThanAreRemembered() throws IOException {
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);
        String path = "/" + "p".repeat(4000);
        refused("wait for an answer", () -> {
            for (int i = 0; i < 1000; i++) {
                gate.client(packet(Wire.REMOVE, i, path));
            }
        });
        GateInHand reading = opened(1);
        refused("wait for an answer", () -> {
            for (int i = 0; i <= Wire.MAX_PENDING; i++) {
                reading.client(read(i, "h", 0, 1));
            }
        });
    }

    @Test
    void nothingPassesAfterwards() throws IOException {
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);
        refused("no request", () -> gate.client(packet(99, 1)));
        gate.takeToServer();
        refused("has ended", () -> gate.client(packet(Wire.STAT, 1, "/x")));
        refused("has ended", () -> gate.server(status(1, Status.OK)));
        assertEquals(0, gate.takeToServer().length);
    }

    @Test
    void nothingPassesOnceClosed() throws IOException {
        GateInHand gate = opened(1);
        gate.gate.close();
        refused("has ended", () -> gate.client(close(3, "h")));
        assertEquals("aborted", gate.told.only("file").result());
    }

    private static GateInHand opened(int id) throws IOException {
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);
        gate.client(open(id, "/x", 3));
        gate.server(handle(id, "h"));
        return gate;
    }

    private static void clientIsRefused(String why, byte[] packet) throws IOException {
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);
        refused(why, () -> gate.client(packet));
        GateInHand slow = GateInHand.agreed(GateInHand.BOTH);
        refused(why, () -> {
            for (byte one : packet) {
                slow.client(new byte[] {one});
            }
        });
        assertEquals(0, slow.takeToServer().length);
    }

    private static void serverIsRefused(String why, byte[] packet) throws IOException {
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);
        gate.client(packet(Wire.OPENDIR, 1, "/x"));
        refused(why, () -> gate.server(Arrays.copyOf(packet, packet.length)));
        assertEquals(0, gate.takeToClient().length);
    }

    private static void refused(String why, Executable executable) {
        MalformedSftpException end = assertThrows(MalformedSftpException.class, executable);
        assertTrue(end.getMessage().contains(why), end.getMessage());
    }
}
