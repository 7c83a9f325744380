package dev.bastion.ssh.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bastion.policy.Permit;
import dev.bastion.policy.rule.Confines;
import java.io.ByteArrayOutputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BothDirectionsAtOnceKeepPacketsWholeTest {

    private static final int REPLIES = 2000;
    private static final int REFUSED = 2000;

    @Test
    void refusedRequestsAmidADownload() throws Exception {
        CollectedTransfers told = new CollectedTransfers();
        SftpGate gate = new SftpGate(EnumSet.of(Permit.SFTP_READ), Confines.NONE, told, true, GateInHand.STANDING);
        // Guarded by nothing of its own: the gate has to keep the order of what goes to the client.
        ByteArrayOutputStream toClient = new ByteArrayOutputStream();
        Out client = toClient::write;
        Out server = (bytes, offset, length) -> {};
        byte[] opening = Packets.join(Packets.init());
        gate.fromClient(opening, 0, opening.length, server, client);
        byte[] version = Packets.version();
        gate.fromServer(version, 0, version.length, client);
        byte[] open = Packets.open(0, "/x", 1);
        gate.fromClient(open, 0, open.length, server, client);
        byte[] handle = Packets.handle(0, "h");
        gate.fromServer(handle, 0, handle.length, client);
        for (int i = 0; i < REPLIES; i++) {
            byte[] read = Packets.read(i, "h", 1000L * i, 1000);
            gate.fromClient(read, 0, read.length, server, client);
        }

        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Void> downwards = threads.submit(() -> download(gate, client, start));
            Future<Void> upwards = threads.submit(() -> refused(gate, server, client, start));
            downwards.get(60, TimeUnit.SECONDS);
            upwards.get(60, TimeUnit.SECONDS);
        } finally {
            threads.shutdown();
        }
        gate.close();

        List<byte[]> packets = Packets.cut(toClient.toByteArray());
        assertEquals(2 + REPLIES + REFUSED, packets.size());
        assertEquals(REFUSED, told.all("remove").size());
        assertEquals(1000L * REPLIES, told.only("file").bytesRead());
    }

    private static Void download(SftpGate gate, Out client, CyclicBarrier start) throws Exception {
        Random random = new Random(1);
        byte[] content = new byte[1000];
        start.await(60, TimeUnit.SECONDS);
        for (int i = 0; i < REPLIES; i++) {
            byte[] data = Packets.data(i, content);
            int cut = random.nextInt(data.length);
            gate.fromServer(data, 0, cut, client);
            gate.fromServer(data, cut, data.length - cut, client);
        }
        return null;
    }

    private static Void refused(SftpGate gate, Out server, Out client, CyclicBarrier start) throws Exception {
        start.await(60, TimeUnit.SECONDS);
        for (int i = 0; i < REFUSED; i++) {
            byte[] remove = Packets.packet(Wire.REMOVE, 100_000 + i, "/x");
            gate.fromClient(remove, 0, remove.length, server, client);
        }
        return null;
    }
}
