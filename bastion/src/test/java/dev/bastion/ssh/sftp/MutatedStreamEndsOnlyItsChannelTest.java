package dev.bastion.ssh.sftp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Permit;
import dev.bastion.policy.rule.Confines;
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

/** A real session with bytes changed, lost, doubled and added: it passes or ends with the one exception meant for it. */
class MutatedStreamEndsOnlyItsChannelTest {

    private static final int ROUNDS = 1500;
    private static final int[] NASTY = {0, 1, 3, 5, 6, 101, 102, 103, 104, 105, 200, 201, 0x7f, 0x80, 0xff};
    private static final List<Set<Permit>> PERMITS = List.of(
            GateInHand.BOTH, EnumSet.of(Permit.SFTP_READ), EnumSet.of(Permit.SFTP_WRITE), EnumSet.noneOf(Permit.class));

    private static Transcript transcript;

    @TempDir
    static Path directory;

    @BeforeAll
    static void record() throws Exception {
        transcript = SmallSession.run(directory);
    }

    @Test
    void throwsNothingElse() {
        int ended = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            ended += survives(seed) ? 0 : 1;
        }
        assertTrue(ended > ROUNDS / 4, ended + " of " + ROUNDS + " ended");
        assertTrue(ended < ROUNDS, ended + " of " + ROUNDS + " ended");
    }

    private static boolean survives(int seed) {
        Random random = new Random(seed);
        SftpGate gate = new SftpGate(
                PERMITS.get(seed % PERMITS.size()), Confines.NONE, new CollectedTransfers(), true, GateInHand.STANDING);
        int mutations = 1 + random.nextInt(4);
        try {
            mutated(random, mutations)
                    .replay(Listener.of(gate), random, 1 << random.nextInt(16), (b, o, l) -> {}, (b, o, l) -> {});
            return true;
        } catch (MalformedSftpException expected) {
            return false;
        } catch (IOException | RuntimeException unexpected) {
            throw new AssertionError("seed " + seed, unexpected);
        } finally {
            gate.close();
        }
    }

    private static Transcript mutated(Random random, int mutations) {
        List<Transcript.Piece> pieces = transcript.pieces();
        int[] where = random.ints(mutations, 0, pieces.size()).toArray();
        Transcript changed = new Transcript();
        for (int i = 0; i < pieces.size(); i++) {
            Transcript.Piece piece = pieces.get(i);
            byte[] bytes = piece.bytes;
            for (int place : where) {
                bytes = place == i ? mutate(bytes, random) : bytes;
            }
            changed.add(piece.fromClient, bytes, bytes.length);
        }
        return changed;
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return bytes;
        }
        byte[] changed = bytes.clone();
        // Heads are where it matters, and most of a stream is content.
        int at = random.nextInt(Math.min(changed.length, 80));
        switch (random.nextInt(5)) {
            case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> changed[at] = (byte) NASTY[random.nextInt(NASTY.length)];
            case 2 -> changed = Arrays.copyOf(changed, changed.length - at);
            case 3 -> changed = Packets.join(changed, changed);
            default ->
                Arrays.fill(changed, at, Math.min(changed.length, at + 4), (byte) NASTY[random.nextInt(NASTY.length)]);
        }
        return changed;
    }
}
