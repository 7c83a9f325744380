package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Grant;
import dev.bastion.policy.SessionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretsAreMaskedOnTerminalsTest extends OneHouse {
    private static final String CARD = "4111111111111111";
    private static final String STARS = "411111******1111";

    @BeforeEach
    void theRuleHasMasks() {
        bastion.rule("masks: [pan, password]");
    }

    private Channel masked() throws Exception {
        return shell(channel());
    }

    @Test
    void forThePersonAndInTheRecording() throws Exception {
        Channel channel = masked();
        channel.target().data(atBastion(channel), "card " + CARD + "\r\n");
        assertEquals("card " + STARS + "\r\n", channel.client().nextData(7));
        channel.target().extendedData(atBastion(channel), 1, "PGPASSWORD=hunter2\r\n");
        Peer.Message errors = channel.client().next(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, 7);
        assertEquals(1, errors.content().getUInt());
        assertEquals("PGPASSWORD=*******\r\n", errors.text());
        awaitRecorded(".cast", "card " + STARS);
        awaitRecorded(".cast", "PGPASSWORD=*******");
        assertNowhereRecorded(CARD);
        assertNowhereRecorded("hunter2");
    }

    @Test
    void whatIsTypedReachesTheHostAndIsMaskedInTheRecordingAlone() throws Exception {
        Channel channel = masked();
        channel.client().data(atBastion(channel), "pay " + CARD + "\r");
        assertEquals("pay " + CARD + "\r", channel.target().nextData(channel.targetNumber()));
        awaitRecorded(".cast", "\"i\",\"pay " + STARS + "\\r\"");
        assertNowhereRecorded(CARD);
    }

    @Test
    void whatIsKeptBackGoesOnAfterAMoment() throws Exception {
        Channel channel = masked();
        channel.target().data(atBastion(channel), "4111111111");
        assertEquals("411111", channel.client().nextData(7));
        assertEquals("1111", channel.client().nextData(7));
        awaitRecorded(".cast", "\"o\",\"1111\"");
    }

    @Test
    void whatIsKeptBackGoesBeforeTheEnd() throws Exception {
        Channel channel = masked();
        channel.target().data(atBastion(channel), CARD);
        channel.target().request(atBastion(channel), "exit-status", false, Peer.number(0));
        channel.target().bare(SshConstants.SSH_MSG_CHANNEL_EOF, atBastion(channel));
        channel.target().bare(SshConstants.SSH_MSG_CHANNEL_CLOSE, atBastion(channel));
        assertEquals("411111", channel.client().nextData(7));
        assertEquals("******1111", channel.client().nextData(7));
        channel.client().nextRequest(7, "exit-status");
        assertTrue(channel.client().nextData(7).contains("recorded as s-1"));
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_EOF, 7);
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, 7);
    }

    @Test
    void theLedgerCountsThemAndNeverSaysWhat() throws Exception {
        Channel channel = masked();
        channel.target().data(atBastion(channel), CARD + "\r\n" + CARD + " password=x\r\n");
        channel.client().nextData(7);
        channel.client().session().close(true);
        awaitCauses("client-left");
        List<Optional<Map<String, Long>>> masked = bastion.journal.events().stream()
                .flatMap(event ->
                        event instanceof SessionEvent.SessionEnded ended ? Stream.of(ended.masked()) : Stream.of())
                .toList();
        assertEquals(List.of(Optional.of(Map.of("pan", 2L, "password", 1L))), masked);
        awaitRecorded("facts.json", "\"pan\"");
    }

    @Test
    void notInTheStreamsOfACommandWithoutOne() throws Exception {
        Channel channel = running(channel(), "cat numbers");
        channel.target().data(atBastion(channel), CARD);
        assertEquals(CARD, channel.client().nextData(7));
        awaitRecorded(".stdout", CARD);
    }

    @Test
    void aSmallWindowIsNeverOverrunAndAlwaysGrantedAnew() throws Exception {
        Peer alice = alice();
        Peer target = database.accept();
        Channel channel = shell(channel(alice, target, 40, Peer.PACKET));
        // Half of so small a window is granted to the host. Of each piece two bytes are kept back for a moment.
        long granted = 20;
        for (int times = 0; times < 12; times++) {
            while (granted < 10) {
                Peer.Message more = target.next(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST, channel.targetNumber());
                granted += more.content().getUInt();
            }
            target.data(atBastion(channel), "x 41111111");
            granted -= 10;
            StringBuilder seen = new StringBuilder();
            while (seen.length() < 10) {
                seen.append(alice.nextData(7));
            }
            assertEquals("x 41111111", seen.toString());
            alice.widen(atBastion(channel), 10);
        }
    }

    @Test
    void theEndOfTheGrantWaitsForNothingThatIsKeptBack() throws Exception {
        Grant grant = bastion.granted("alice", "prod-db-1", "postgres");
        Peer alice = client.certified("postgres@prod-db-1", bastion.key("alice"), bastion.certificate("alice"));
        Channel channel = shell(channel(alice, database.accept(), Peer.WINDOW, Peer.PACKET));
        channel.target().data(atBastion(channel), "4111111111");
        assertEquals("411111", channel.client().nextData(7));
        bastion.decide(bastion.desk.release("alice", grant.id()));
        channel.client().awaitEnd();
        awaitCauses("grant-released");
    }

    @Test
    void aRuleThatComesToMaskMoreEndsWhatIsOpen() throws Exception {
        masked();
        bastion.edit(text -> text.replace("masks: [pan, password]", "masks: [pan]"));
        assertEquals(1, bastion.live.sessions().size());
        bastion.edit(text -> text.replace("masks: [pan]", "masks: [pan, password, iban]"));
        awaitCauses("rule-narrowed");
    }

    @Test
    void withoutMasksNothingIsKeptBack() throws Exception {
        bastion.edit(text -> text.replace("    masks: [pan, password]\n", ""));
        Channel channel = masked();
        channel.target().data(atBastion(channel), "4111111");
        assertEquals("4111111", channel.client().nextData(7));
    }

    private void assertNowhereRecorded(String text) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("recordings"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(Files.readString(file).contains(text), file::toString);
            }
        }
    }

    @Test
    void aMomentLastsAsLongAsSomethingComes() {
        Moved moved = new Moved();
        Pause pause = new Pause(moved, () -> moved.nanos, () -> {});
        pause.begin();
        moved.pass(30);
        pause.begin();
        assertEquals(1, moved.awaited);
        moved.pass(10);
        assertFalse(pause.over());
        assertEquals(2, moved.awaited);
        assertEquals(Duration.ofMillis(30), moved.last);
        moved.pass(30);
        assertTrue(pause.over());
        pause.begin();
        assertEquals(3, moved.awaited);
    }

    /** A timer that a test looks at. */
    private static final class Moved implements Pause.Later {
        private long nanos = Long.MAX_VALUE - 5;
        private int awaited;
        private Duration last = Duration.ZERO;

        void pass(long millis) {
            nanos += Duration.ofMillis(millis).toNanos();
        }

        @Override
        public void run(Duration time, Runnable step) {
            awaited++;
            last = time;
        }
    }
}
