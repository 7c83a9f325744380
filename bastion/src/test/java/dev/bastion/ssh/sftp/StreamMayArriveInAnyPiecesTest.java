package dev.bastion.ssh.sftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Permit;
import dev.bastion.policy.rule.Confines;
import dev.bastion.recorder.TransferLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real sftp and its server said, told again to the gate in random pieces: the same passes, the same is told. */
class StreamMayArriveInAnyPiecesTest {

    private static Transcript transcript;

    @TempDir
    static Path directory;

    @BeforeAll
    static void record() throws Exception {
        transcript = SmallSession.run(directory);
    }

    @Test
    void sameBytesPassAndSameLinesAreTold() throws IOException {
        List<TransferLine> expected = null;
        for (int seed = 0; seed < 60; seed++) {
            CollectedTransfers told = new CollectedTransfers();
            ByteArrayOutputStream toServer = new ByteArrayOutputStream();
            ByteArrayOutputStream toClient = new ByteArrayOutputStream();
            replay(seed, GateInHand.BOTH, told, toServer, toClient);

            assertArrayEquals(transcript.all(true), toServer.toByteArray());
            // All but the extensions that are taken out of the first packet comes through.
            byte[] came = transcript.all(false);
            byte[] went = toClient.toByteArray();
            int version = 4 + Fields.u32(came, 0);
            int edited = 4 + Fields.u32(went, 0);
            assertEquals(came.length - version, went.length - edited);
            assertArrayEquals(
                    Arrays.copyOfRange(came, version, came.length), Arrays.copyOfRange(went, edited, went.length));
            expected = expected == null ? told.lines() : expected;
            assertEquals(expected, told.lines());
            assertTrue(expected.size() > 8);
        }
    }

    @Test
    void answersOfOurOwnNeverFallIntoAPacket() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            CollectedTransfers told = new CollectedTransfers();
            ByteArrayOutputStream toServer = new ByteArrayOutputStream();
            ByteArrayOutputStream toClient = new ByteArrayOutputStream();
            try {
                replay(seed, EnumSet.of(Permit.SFTP_READ), told, toServer, toClient);
            } catch (MalformedSftpException expected) {
                // The server answers in the transcript what never reached it here.
                assertTrue(expected.getMessage().contains("nobody asked"), expected.getMessage());
            }
            assertTrue(told.lines().stream().anyMatch(line -> line.result().equals("refused")));
            assertTrue(Packets.cut(toServer.toByteArray()).size() > 1);
            assertTrue(Packets.cut(toClient.toByteArray()).size() > 1);
        }
    }

    private static void replay(
            int seed,
            Set<Permit> permits,
            CollectedTransfers told,
            ByteArrayOutputStream toServer,
            ByteArrayOutputStream toClient)
            throws IOException {
        SftpGate gate = new SftpGate(permits, Confines.NONE, told, true, GateInHand.STANDING);
        int largest = seed == 0 ? 1 : 1 << (seed % 17);
        transcript.replay(Listener.of(gate), new Random(seed), largest, toServer::write, toClient::write);
        gate.close();
    }
}
