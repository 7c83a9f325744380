package dev.bastion.ssh.sftp;

import static dev.bastion.ssh.sftp.Packets.close;
import static dev.bastion.ssh.sftp.Packets.code;
import static dev.bastion.ssh.sftp.Packets.data;
import static dev.bastion.ssh.sftp.Packets.handle;
import static dev.bastion.ssh.sftp.Packets.id;
import static dev.bastion.ssh.sftp.Packets.open;
import static dev.bastion.ssh.sftp.Packets.packet;
import static dev.bastion.ssh.sftp.Packets.read;
import static dev.bastion.ssh.sftp.Packets.type;
import static dev.bastion.ssh.sftp.Packets.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Permit;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedRequestNeverReachesServerTest {

    private static final Set<Permit> READ = EnumSet.of(Permit.SFTP_READ);
    private static final Set<Permit> WRITE = EnumSet.of(Permit.SFTP_WRITE);

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("file", open(7, "/x", 0x02)),
                Arguments.of("file", open(7, "/x", 0x03)),
                Arguments.of("file", open(7, "/x", 0x1a)),
                Arguments.of("file", open(7, "/x", 0x09)),
                Arguments.of("file", open(7, "/x", 0x11)),
                Arguments.of("file", open(7, "/x", 0x41)),
                Arguments.of("remove", packet(Wire.REMOVE, 7, "/x")),
                Arguments.of("rmdir", packet(Wire.RMDIR, 7, "/x")),
                Arguments.of("mkdir", packet(Wire.MKDIR, 7, "/x", 0)),
                Arguments.of("rename", packet(Wire.RENAME, 7, "/x", "/y")),
                Arguments.of("setstat", packet(Wire.SETSTAT, 7, "/x", 4, 0777)),
                Arguments.of("symlink", packet(Wire.SYMLINK, 7, "/x", "/y")),
                Arguments.of("posix-rename", packet(Wire.EXTENDED, 7, "posix-rename@openssh.com", "/x", "/y")),
                Arguments.of("hardlink", packet(Wire.EXTENDED, 7, "hardlink@openssh.com", "/x", "/y")),
                Arguments.of("lsetstat", packet(Wire.EXTENDED, 7, "lsetstat@openssh.com", "/x", 4, 0777)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void refusesChangesWithoutTheWritePermit(String operation, byte[] request) throws IOException {
        GateInHand gate = GateInHand.agreed(READ);

        gate.client(request);

        assertEquals(0, gate.takeToServer().length);
        assertRefused(gate.takeToClient(), 7, Status.PERMISSION_DENIED);
        assertEquals("refused", gate.told.only(operation).result());
        assertEquals("/x", gate.told.only(operation).path().text());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void passesThemWithBothPermits(String operation, byte[] request) throws IOException {
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);

        gate.client(request);

        assertArrayEquals(request, gate.takeToServer());
        assertEquals(0, gate.takeToClient().length);
    }

    static Stream<byte[]> opensThatRead() {
        // The last three are opened for reading by OpenSSH although they do not say so.
        return Stream.of(
                open(7, "/x", 0x01), open(7, "/x", 0x03), open(7, "/x", 0), open(7, "/x", 0x08), open(7, "/x", 0x18));
    }

    @ParameterizedTest
    @MethodSource("opensThatRead")
    void refusesToOpenForReadingWithoutTheReadPermit(byte[] request) throws IOException {
        GateInHand gate = GateInHand.agreed(WRITE);

        gate.client(request);

        assertEquals(0, gate.takeToServer().length);
        assertRefused(gate.takeToClient(), 7, Status.PERMISSION_DENIED);
    }

    static Stream<byte[]> questions() {
        return Stream.of(
                packet(Wire.STAT, 7, "/x"),
                packet(Wire.LSTAT, 7, "/x"),
                packet(Wire.OPENDIR, 7, "/x"),
                packet(Wire.REALPATH, 7, "."),
                packet(Wire.READLINK, 7, "/x"),
                packet(Wire.EXTENDED, 7, "statvfs@openssh.com", "/x"),
                packet(Wire.EXTENDED, 7, "limits@openssh.com"),
                packet(Wire.EXTENDED, 7, "expand-path@openssh.com", "~"),
                packet(Wire.EXTENDED, 7, "users-groups-by-id@openssh.com", new byte[8], new byte[8]));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void answersToQuestionsNeedEitherPermit(byte[] request) throws IOException {
        for (Set<Permit> permits : List.of(READ, WRITE)) {
            GateInHand gate = GateInHand.agreed(permits);
            gate.client(request);
            assertArrayEquals(request, gate.takeToServer());
        }
        GateInHand none = GateInHand.agreed(EnumSet.of(Permit.SHELL));
        none.client(request);
        assertEquals(0, none.takeToServer().length);
        assertRefused(none.takeToClient(), 7, Status.PERMISSION_DENIED);
    }

    @Test
    void refusesExtensionsThatAreNotRead() throws IOException {
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);

        gate.client(packet(Wire.EXTENDED, 7, "copy-data", "h", 0L, 0L, "g", 0L));
        gate.client(packet(Wire.EXTENDED, 8, "md5-hash", "/x"));

        assertEquals(0, gate.takeToServer().length);
        List<byte[]> answers = Packets.cut(gate.takeToClient());
        assertEquals(Status.OP_UNSUPPORTED.code(), code(answers.get(0)));
        assertEquals(Status.OP_UNSUPPORTED.code(), code(answers.get(1)));
        assertEquals("copy-data", gate.told.all("extended").get(0).path().text());
    }

    @Test
    void takesExtensionsThatAreNotReadOutOfTheOffer() throws IOException {
        GateInHand gate = new GateInHand(READ);
        byte[] offer = packet(
                Wire.VERSION,
                3,
                "posix-rename@openssh.com",
                "1",
                "copy-data",
                "1",
                "limits@openssh.com",
                "1",
                "x",
                "y");
        gate.client(Packets.init());

        for (byte one : offer) {
            gate.gate.fromServer(new byte[] {one}, 0, 1, (bytes, offset, length) -> {
                byte[] seen = Arrays.copyOfRange(bytes, offset, offset + length);
                assertArrayEquals(
                        packet(Wire.VERSION, 3, "posix-rename@openssh.com", "1", "limits@openssh.com", "1"), seen);
            });
        }
    }

    @Test
    void swallowsContentThatGoesNowhere() throws IOException {
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);
        byte[] next = packet(Wire.STAT, 8, "/x");

        gate.client(write(7, "none", 0, new byte[100_000]), next);

        assertArrayEquals(next, gate.takeToServer());
        assertRefused(gate.takeToClient(), 7, Status.FAILURE);
    }

    @Test
    void knowsNoHandleOnceItIsBeingClosed() throws IOException {
        // The server may give the same handle to the next file before its answer is here.
        GateInHand gate = GateInHand.agreed(GateInHand.BOTH);
        gate.client(open(1, "/x", 0x1a));
        gate.server(handle(1, "h"));
        gate.client(close(2, "h"), open(3, "/y", 0x1a));
        gate.takeToServer();
        gate.takeToClient();

        gate.client(write(4, "h", 0, new byte[10]));

        assertEquals(0, gate.takeToServer().length);
        assertRefused(gate.takeToClient(), 4, Status.FAILURE);
    }

    @Test
    void waitsForTheEndOfAPacketOfTheServer() throws IOException {
        GateInHand gate = GateInHand.agreed(READ);
        gate.client(open(1, "/x", 1));
        gate.server(handle(1, "h"));
        gate.client(read(2, "h", 0, 1000));
        gate.takeToClient();
        byte[] reply = data(2, new byte[1000]);

        gate.server(Arrays.copyOf(reply, 500));
        gate.client(packet(Wire.REMOVE, 3, "/x"));
        assertArrayEquals(Arrays.copyOf(reply, 500), gate.takeToClient());

        byte[] following = packet(Wire.STATUS, 99, 0);
        gate.client(packet(Wire.STAT, 99, "/x"));
        gate.server(Arrays.copyOfRange(reply, 500, reply.length), following);

        byte[] seen = gate.takeToClient();
        assertArrayEquals(Arrays.copyOfRange(reply, 500, reply.length), Arrays.copyOf(seen, reply.length - 500));
        List<byte[]> rest = Packets.cut(Arrays.copyOfRange(seen, reply.length - 500, seen.length));
        assertEquals(3, id(rest.get(0)));
        assertArrayEquals(following, rest.get(1));
    }

    @Test
    void answersAtOnceWhileAHeadIsHeldBack() throws IOException {
        GateInHand gate = GateInHand.agreed(READ);
        gate.client(packet(Wire.STAT, 1, "/x"));
        byte[] reply = Packets.status(1, Status.NO_SUCH_FILE);

        gate.server(Arrays.copyOf(reply, 10));
        gate.client(packet(Wire.REMOVE, 3, "/x"));
        assertRefused(gate.takeToClient(), 3, Status.PERMISSION_DENIED);
        gate.server(Arrays.copyOfRange(reply, 10, reply.length));

        assertArrayEquals(reply, gate.takeToClient());
    }

    @Test
    void endsAClientThatFloodsWhileTheServerStandsStill() throws IOException {
        GateInHand gate = GateInHand.agreed(READ);
        gate.client(open(1, "/x", 1));
        gate.server(handle(1, "h"));
        gate.client(read(2, "h", 0, 1000));
        gate.server(Arrays.copyOf(data(2, new byte[1000]), 500));

        assertThrows(MalformedSftpException.class, () -> {
            for (int i = 0; i <= Wire.MAX_ANSWERS; i++) {
                gate.client(packet(Wire.REMOVE, 10 + i, "/x"));
            }
        });
    }

    @Test
    void refusesToOpenMoreThanItCanRemember() throws IOException {
        GateInHand gate = GateInHand.agreed(READ);
        for (int i = 0; i < Wire.MAX_HANDLES; i++) {
            gate.client(open(i, "/x", 1));
            gate.server(handle(i, "h" + i));
        }
        gate.takeToServer();
        gate.takeToClient();

        gate.client(open(5000, "/x", 1));

        assertEquals(0, gate.takeToServer().length);
        assertRefused(gate.takeToClient(), 5000, Status.FAILURE);
        assertTrue(gate.told.only("file").resultText().orElseThrow().contains("too many"));
    }

    private static void assertRefused(byte[] answer, int id, Status status) throws IOException {
        List<byte[]> packets = Packets.cut(answer);
        assertEquals(1, packets.size());
        assertEquals(Wire.STATUS, type(packets.get(0)));
        assertEquals(id, id(packets.get(0)));
        assertEquals(status.code(), code(packets.get(0)));
    }
}
