package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NothingFollowsACloseTest {
    private final List<String> written = new ArrayList<>();
    private boolean targetStands = true;
    private int gone;
    private final CloseHandshake ending = new CloseHandshake(
            NothingFollowsACloseTest::run,
            () -> true,
            () -> written.add("CLOSE to client"),
            () -> targetStands,
            () -> written.add("CLOSE to target"),
            () -> gone++);

    @Test
    void theClientsCloseLeavesRoomForTheExitStatus() {
        ending.clientCloses();
        ending.sendToTarget(() -> written.add("data to target"));
        ending.sendToClient(() -> written.add("exit-status to client"));
        ending.targetCloses();
        ending.sendToClient(() -> written.add("data to client"));
        assertEquals(List.of("CLOSE to target", "exit-status to client", "CLOSE to client"), written);
        assertEquals(1, gone);
    }

    @Test
    void theTargetsCloseGoesBothWaysAndTheChannelWaitsForTheClients() {
        ending.targetCloses();
        assertEquals(List.of("CLOSE to client", "CLOSE to target"), written);
        assertTrue(ending.sentToClient() && ending.sentToTarget() && ending.closedByTarget());
        assertFalse(ending.closedByClient());
        assertEquals(0, gone);
        ending.clientCloses();
        assertEquals(2, written.size());
        assertEquals(1, gone);
    }

    @Test
    void ourOwnCloseIsSentOnceAndFinishedByBothAnswers() {
        ending.closeBoth();
        ending.closeBoth();
        ending.sendToClient(() -> written.add("data to client"));
        ending.sendToTarget(() -> written.add("data to target"));
        assertEquals(List.of("CLOSE to target", "CLOSE to client"), written);
        ending.clientCloses();
        assertEquals(0, gone);
        ending.targetCloses();
        assertEquals(1, gone);
    }

    @Test
    void aTargetThatHasNotOpenedTheChannelIsNotToldOfItsEnd() {
        targetStands = false;
        ending.closeBoth();
        assertEquals(List.of("CLOSE to client"), written);
        assertFalse(ending.sentToTarget());
    }

    private static void run(CloseHandshake.Write write) {
        try {
            write.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
