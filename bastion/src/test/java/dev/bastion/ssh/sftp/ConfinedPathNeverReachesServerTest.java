package dev.bastion.ssh.sftp;

import static dev.bastion.ssh.sftp.Packets.code;
import static dev.bastion.ssh.sftp.Packets.handle;
import static dev.bastion.ssh.sftp.Packets.id;
import static dev.bastion.ssh.sftp.Packets.init;
import static dev.bastion.ssh.sftp.Packets.join;
import static dev.bastion.ssh.sftp.Packets.open;
import static dev.bastion.ssh.sftp.Packets.packet;
import static dev.bastion.ssh.sftp.Packets.status;
import static dev.bastion.ssh.sftp.Packets.type;
import static dev.bastion.ssh.sftp.Packets.version;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Permit;
import dev.bastion.policy.rule.Glob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rule reads {@code /var/log/**} and {@code /home/alice/*.txt} and writes {@code /tmp/*}; it starts in /home/alice. */
class ConfinedPathNeverReachesServerTest {
    private static final String HOME = "/home/alice";
    private static final List<String> READABLE = List.of("/var/log/**", "/home/alice/*.txt");
    private static final List<String> WRITABLE = List.of("/tmp/*");

    static Stream<byte[]> allowed() {
        return Stream.of(
                open(7, "/var/log/syslog", 0x01),
                open(7, "/var/log/a/b/c", 0x01),
                open(7, "//var/./log//syslog", 0x01),
                open(7, "notes.txt", 0x01),
                open(7, "./notes.txt", 0x01),
                open(7, "/tmp/x", 0x1a),
                packet(Wire.OPENDIR, 7, "/"),
                packet(Wire.OPENDIR, 7, "/var"),
                packet(Wire.OPENDIR, 7, "/var/log/"),
                packet(Wire.OPENDIR, 7, "."),
                packet(Wire.STAT, 7, "/var/log/syslog"),
                packet(Wire.LSTAT, 7, "/home"),
                packet(Wire.STAT, 7, "/tmp"),
                packet(Wire.STAT, 7, "/tmp/x"),
                packet(Wire.REALPATH, 7, "."),
                packet(Wire.REALPATH, 7, ""),
                packet(Wire.REALPATH, 7, "/var/log/.."),
                packet(Wire.REALPATH, 7, "/var/log/a/../b"),
                packet(Wire.READLINK, 7, "/var/log/current"),
                packet(Wire.REMOVE, 7, "/tmp/x"),
                packet(Wire.MKDIR, 7, "/tmp/x", 0),
                packet(Wire.RMDIR, 7, "/tmp/x"),
                packet(Wire.SETSTAT, 7, "/tmp/x", 4, 0600),
                packet(Wire.RENAME, 7, "/tmp/x", "/tmp/y"),
                packet(Wire.EXTENDED, 7, "posix-rename@openssh.com", "/tmp/x", "/tmp/y"),
                packet(Wire.EXTENDED, 7, "statvfs@openssh.com", "/var"),
                packet(Wire.EXTENDED, 7, "expand-path@openssh.com", "~/notes.txt"),
                packet(Wire.EXTENDED, 7, "limits@openssh.com"));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void passesWhatTheRuleNames(byte[] request) throws IOException {
        GateInHand gate = confined();
        gate.client(request);
        assertArrayEquals(request, gate.takeToServer());
        assertEquals(0, gate.takeToClient().length);
    }

    static Stream<byte[]> refused() {
        return Stream.of(
                open(7, "/etc/shadow", 0x01),
                open(7, "/var/log", 0x01),
                open(7, "/var/logs/x", 0x01),
                open(7, "/var/log/../../etc/shadow", 0x01),
                open(7, "/var/log/a/../b", 0x01),
                open(7, "/tmp/x", 0x01),
                open(7, "/tmp/x", 0x1b),
                open(7, "/var/log/x", 0x02),
                open(7, "/var/log/x", 0x09),
                open(7, "/tmp/a/b", 0x1a),
                open(7, "/tmp/x/../../etc/cron.d/y", 0x1a),
                open(7, "/tmp/", 0x1a),
                open(7, "../alice/notes.txt", 0x01),
                open(7, "notes", 0x01),
                open(7, "notes.txt\0/../../../etc/shadow", 0x01),
                open(7, "/tmp/x\0", 0x1a),
                open(7, "", 0x01),
                packet(Wire.OPENDIR, 7, "/etc"),
                packet(Wire.OPENDIR, 7, "/tmp"),
                packet(Wire.OPENDIR, 7, "/var/log/.."),
                packet(Wire.STAT, 7, "/etc/shadow"),
                packet(Wire.LSTAT, 7, "/home/bob"),
                packet(Wire.REALPATH, 7, "/home/bob/.ssh"),
                packet(Wire.REALPATH, 7, "/var/log/../../root"),
                packet(Wire.READLINK, 7, "/proc/self/exe"),
                packet(Wire.READLINK, 7, "/tmp/x"),
                packet(Wire.REMOVE, 7, "/var/log/syslog"),
                packet(Wire.RMDIR, 7, "/tmp"),
                packet(Wire.MKDIR, 7, "/tmp/a/b", 0),
                packet(Wire.SETSTAT, 7, "/var/log/syslog", 4, 0777),
                packet(Wire.RENAME, 7, "/tmp/x", "/var/log/x"),
                packet(Wire.RENAME, 7, "/var/log/x", "/tmp/x"),
                packet(Wire.SYMLINK, 7, "/etc/shadow", "/tmp/x"),
                packet(Wire.SYMLINK, 7, "/tmp/y", "/tmp/x"),
                packet(Wire.EXTENDED, 7, "hardlink@openssh.com", "/tmp/x", "/tmp/y"),
                packet(Wire.EXTENDED, 7, "posix-rename@openssh.com", "/etc/x", "/tmp/y"),
                packet(Wire.EXTENDED, 7, "lsetstat@openssh.com", "/etc/x", 4, 0777),
                packet(Wire.EXTENDED, 7, "statvfs@openssh.com", "/root"),
                packet(Wire.EXTENDED, 7, "expand-path@openssh.com", "~root"),
                packet(Wire.EXTENDED, 7, "expand-path@openssh.com", "~/../bob"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesEverythingElse(byte[] request) throws IOException {
        GateInHand gate = confined();
        gate.client(request);
        assertEquals(0, gate.takeToServer().length);
        assertDenied(gate.takeToClient());
    }

    @Test
    void recordsWhatItRefusesWithASentence() throws IOException {
        GateInHand gate = confined();
        gate.client(open(7, "/etc/shadow", 0x01), packet(Wire.RENAME, 8, "/tmp/x", "/etc/x"));
        assertEquals("refused", gate.told.only("file").result());
        assertEquals(
                "reading \"/etc/shadow\" is not granted",
                gate.told.only("file").resultText().orElseThrow());
        assertEquals("refused", gate.told.only("rename").result());
        assertEquals(
                "changing \"/etc/x\" is not granted",
                gate.told.only("rename").resultText().orElseThrow());
    }

    @Test
    void doesNotChangeThroughAHandleWhatItOnlyReads() throws IOException {
        GateInHand gate = confined();
        gate.client(open(1, "/var/log/x", 0x01));
        gate.server(handle(1, "h"));
        gate.takeToServer();
        gate.takeToClient();
        gate.client(packet(Wire.FSETSTAT, 7, "h", 4, 0777));
        assertEquals(0, gate.takeToServer().length);
        assertDenied(gate.takeToClient());
    }

    @Test
    void bringsNothingWithinReachByANewName() throws IOException {
        // A directory of /data would carry what lies in it to where it may be read, a file to where it may.
        GateInHand gate = new GateInHand(GateInHand.BOTH, List.of("/data/out/**"), List.of("/data/*", "/data/out/*"))
                .startsAt("/");
        gate.client(packet(Wire.RENAME, 7, "/data/secret", "/data/out/secret"));
        assertEquals(0, gate.takeToServer().length);
        assertDenied(gate.takeToClient());
        gate.client(packet(Wire.RENAME, 7, "/data/secret", "/data/out"));
        assertDenied(gate.takeToClient());
        byte[] within = packet(Wire.RENAME, 7, "/data/out/a", "/data/out/b");
        gate.client(within);
        assertArrayEquals(within, gate.takeToServer());
    }

    @Test
    void listsWhereItMayWriteWhereNothingMayBeRead() throws IOException {
        GateInHand gate = new GateInHand(EnumSet.of(Permit.SFTP_WRITE), List.of(), WRITABLE).startsAt(HOME);
        byte[] list = packet(Wire.OPENDIR, 1, "/tmp");
        gate.client(list, packet(Wire.OPENDIR, 7, "/etc"));
        assertArrayEquals(list, gate.takeToServer());
        assertDenied(gate.takeToClient());
    }

    // ---- where relative paths begin

    @Test
    void asksItselfWhereRelativePathsBeginAndTellsNobody() throws IOException {
        GateInHand gate = new GateInHand(GateInHand.BOTH, READABLE, WRITABLE);
        for (byte one : init()) {
            gate.client(new byte[] {one});
        }
        assertArrayEquals(join(init(), packet(Wire.REALPATH, 0, ".")), gate.takeToServer());
        for (byte one : version()) {
            gate.server(new byte[] {one});
        }
        assertEquals(0, gate.takeToClient().length, "VERSION waits until it is known");
        for (byte one : packet(Wire.NAME, 0, 1, HOME, "drwx", 0)) {
            gate.server(new byte[] {one});
        }
        assertArrayEquals(version(), gate.takeToClient());
    }

    @Test
    void refusesRelativePathsWhereTheServerDoesNotSay() throws IOException {
        GateInHand gate = new GateInHand(GateInHand.BOTH, READABLE, WRITABLE);
        gate.client(init());
        gate.server(version(), status(0, Status.FAILURE));
        assertArrayEquals(version(), gate.takeToClient());
        gate.takeToServer();
        gate.client(open(7, "notes.txt", 0x01));
        assertDenied(gate.takeToClient());
        byte[] absolute = open(8, "/var/log/x", 0x01);
        gate.client(absolute);
        assertArrayEquals(absolute, gate.takeToServer());
    }

    @Test
    void endsAServerThatAnswersSomethingElse() throws IOException {
        for (byte[] answer : List.of(packet(Wire.NAME, 1, 1, HOME, HOME, 0), handle(0, "h"), version())) {
            GateInHand gate = new GateInHand(GateInHand.BOTH, READABLE, WRITABLE);
            gate.client(init());
            assertThrows(MalformedSftpException.class, () -> gate.server(version(), answer));
        }
        GateInHand early = new GateInHand(GateInHand.BOTH, READABLE, WRITABLE);
        early.client(init());
        assertThrows(MalformedSftpException.class, () -> early.server(packet(Wire.NAME, 0, 1, HOME, HOME, 0)));
    }

    @Test
    void endsAClientThatAsksBeforeTheVersionIsThere() throws IOException {
        GateInHand gate = new GateInHand(GateInHand.BOTH, READABLE, WRITABLE);
        gate.client(init());
        gate.server(version());
        assertThrows(MalformedSftpException.class, () -> gate.client(open(7, "/var/log/x", 0x01)));
    }

    // ---- anything

    @Test
    void passesOnlyWhatMeansOnePathAndThatANamedOne() throws IOException {
        Random random = new Random(7);
        List<String> parts =
                List.of("", ".", "..", "var", "log", "home", "alice", "a.txt", "tmp", "x", "etc", "\0", "~");
        Glob logs = new Glob("/var/log/**");
        int passed = 0;
        GateInHand gate = confined();
        for (int round = 0; round < 100_000; round++) {
            String path = (random.nextInt(3) > 0 ? "/" : "")
                    + IntStream.range(0, random.nextInt(7))
                            .mapToObj(part -> parts.get(random.nextInt(parts.size())))
                            .collect(Collectors.joining("/"));
            gate.client(open(7, path, 0x01));
            boolean passes = gate.takeToServer().length > 0;
            assertEquals(mayBeRead(path, logs), passes, path);
            if (passes) {
                passed++;
                gate.server(status(7, Status.NO_SUCH_FILE));
            }
            gate.takeToClient();
        }
        assertTrue(passed > 500, passed + " passed");
    }

    /** The same by the file system's own idea of a path. */
    private static boolean mayBeRead(String path, Glob logs) {
        if (path.contains("\0") || List.of(path.split("/", -1)).contains("..")) {
            return false;
        }
        Path whole = Path.of(HOME).resolve(path).normalize();
        boolean note = whole.getNameCount() == 3
                && whole.startsWith(HOME)
                && whole.getFileName().toString().endsWith(".txt");
        return note || (whole.startsWith("/var/log") && logs.matches(whole.toString()));
    }

    private static GateInHand confined() throws IOException {
        return new GateInHand(GateInHand.BOTH, READABLE, WRITABLE).startsAt(HOME);
    }

    private static void assertDenied(byte[] answer) throws IOException {
        List<byte[]> packets = Packets.cut(answer);
        assertEquals(1, packets.size());
        assertEquals(Wire.STATUS, type(packets.get(0)));
        assertEquals(7, id(packets.get(0)));
        assertEquals(Status.PERMISSION_DENIED.code(), code(packets.get(0)));
    }
}
