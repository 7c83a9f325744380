package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bastion.policy.SessionEvent;
import dev.bastion.recorder.RecordedSession;
import dev.bastion.recorder.RecordingStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A recording without a seal is one that somebody has to look at, and what was counted of it says where to begin. */
class FailedSealKeepsTheCountsTest extends OneHouse {
    private static final String CARD = "4111111111111111";

    @BeforeEach
    void theRuleHasMasks() {
        bastion.rule("masks: [pan, password]");
    }

    @Test
    void ofMasksAndRefusals() throws Exception {
        Channel channel = shell(channel());
        channel.target().data(atBastion(channel), CARD + "\r\n" + CARD + " password=x\r\n");
        channel.client().nextData(7);
        channel.client().request(atBastion(channel), "x11-req", true, new byte[0]);
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_FAILURE, 7);
        awaitRecorded("events.jsonl", "request-refused");
        awaitRecorded(".cast", "password=*");
        // In the place of the list of sums, which therefore cannot be written.
        Files.createDirectories(recording().directory().resolve("SHA256SUM/full"));

        channel.client().session().close(true);
        awaitCauses("client-left");

        SessionEvent.SessionEnded ended = bastion.journal.events().stream()
                .flatMap(event -> event instanceof SessionEvent.SessionEnded one ? Stream.of(one) : Stream.of())
                .findFirst()
                .orElseThrow();
        assertEquals("", ended.sealSha256());
        assertEquals(Optional.of(Map.of("pan", 2L, "password", 1L)), ended.masked());
        assertEquals(0, ended.unrecordedBytes());
        List<String> refusals = recording().deeds().refusals().first();
        assertEquals(List.of("request-refused request=x11-req"), refusals);
    }

    private RecordedSession recording() throws Exception {
        Path root = directory.resolve("recordings");
        return new RecordingStore(root).find(1).orElseThrow();
    }
}
