package dev.bastion.ssh.sftp;

import dev.bastion.policy.Permit;
import dev.bastion.policy.rule.Confines;
import dev.bastion.policy.rule.Glob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A gate with both sides played by the test, which sees what comes out. */
final class GateInHand {

    static final Set<Permit> BOTH = EnumSet.of(Permit.SFTP_READ, Permit.SFTP_WRITE);
    static final Clock STANDING = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    final CollectedTransfers told = new CollectedTransfers();
    final SftpGate gate;
    private final ByteArrayOutputStream toServer = new ByteArrayOutputStream();
    private final ByteArrayOutputStream toClient = new ByteArrayOutputStream();

    GateInHand(Set<Permit> permits) {
        this(permits, STANDING);
    }

    GateInHand(Set<Permit> permits, Clock clock) {
        gate = new SftpGate(permits, Confines.NONE, told, true, clock);
    }

    /** One whose rule confines paths. */
    GateInHand(Set<Permit> permits, List<String> readable, List<String> writable) {
        Confines paths = new Confines(
                List.of(),
                readable.stream().map(Glob::new).toList(),
                writable.stream().map(Glob::new).toList(),
                List.of());
        gate = new SftpGate(permits, paths, told, true, STANDING);
    }

    /** The version is agreed, and the server says that it starts there. */
    GateInHand startsAt(String directory) throws IOException {
        client(Packets.init());
        server(Packets.version(), Packets.packet(Wire.NAME, 0, 1, directory, directory, 0));
        takeToServer();
        takeToClient();
        return this;
    }

    /** A gate whose version is agreed. */
    static GateInHand agreed(Set<Permit> permits) throws IOException {
        return new GateInHand(permits).agree();
    }

    GateInHand agree() throws IOException {
        client(Packets.init());
        server(Packets.version());
        takeToServer();
        takeToClient();
        return this;
    }

    void client(byte[]... packets) throws IOException {
        byte[] bytes = Packets.join(packets);
        gate.fromClient(bytes, 0, bytes.length, toServer::write, toClient::write);
    }

    void server(byte[]... packets) throws IOException {
        byte[] bytes = Packets.join(packets);
        gate.fromServer(bytes, 0, bytes.length, toClient::write);
    }

    byte[] takeToServer() {
        byte[] bytes = toServer.toByteArray();
        toServer.reset();
        return bytes;
    }

    byte[] takeToClient() {
        byte[] bytes = toClient.toByteArray();
        toClient.reset();
        return bytes;
    }
}
