package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Test;

class HoursOpenAndCloseTest extends OneHouse {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

    @Test
    void openNothingBeforeTheyBegin() throws Exception {
        // The host holds the onward certificate against the true time, to which the clock comes at the end.
        bastion.clock.back(Duration.ofMinutes(11));
        bastion.rule("hours: [" + window(10, 30) + "]");
        bastion.granted("alice", "prod-db-1", "postgres");
        String said = refused("postgres@prod-db-1");
        assertTrue(said.contains("access to prod-db-1 is closed at this hour: its hours are "), said);
        assertTrue(said.contains("they begin at " + CLOCK.format(minute(10)) + " UTC, in "), said);
        assertEquals(0, database.connections());
        bastion.clock.forward(Duration.ofMinutes(11));
        running(again(), "id");
    }

    @Test
    void openATunnelThatSaysSo() throws Exception {
        bastion.rule("hours: [" + window(10, 30) + "]");
        bastion.granted("alice", "prod-db-1", "postgres");
        Peer alice = client.certified("bastion", bastion.key("alice"), bastion.certificate("alice"));
        assertEquals("", RawClient.tunnel(alice, 1, "prod-db-1", database.port()));
        alice.next(SshConstants.SSH_MSG_CHANNEL_DATA);
        assertEquals(0, database.connections());
    }

    @Test
    void endWhatRunsAndLeaveTheGrantAsItIs() throws Exception {
        bastion.rule("hours: [" + window(-60, 10) + ", " + window(20, 40) + "]");
        Channel channel = running(channel(), "cat");
        bastion.clock.forward(Duration.ofMinutes(11));
        channel.client().data(atBastion(channel), "too late");
        String said = channel.client().awaitEnd();
        assertTrue(said.startsWith("access to prod-db-1 ended: its hours are "), said);
        assertTrue(said.contains("they begin at "), said);
        channel.target().awaitEnd();
        assertTrue(channel.target().isQuiet());
        awaitCauses("outside-hours");
        assertTrue(refused("postgres@prod-db-1").contains("is closed at this hour"));
        assertEquals(1, bastion.journal.state().openGrants().size());
    }

    @Test
    void endWhatRunsAlsoWhenNobodyTouchesIt() throws Exception {
        bastion.rule("hours: [" + window(-60, 10) + "]");
        Channel channel = running(channel(), "cat");
        bastion.clock.forward(Duration.ofMinutes(11));
        channel.client().awaitEnd();
        awaitCauses("outside-hours");
    }

    @Test
    void gainNothingByAClockThatIsSetBack() throws Exception {
        bastion.rule("hours: [" + window(-60, 10) + "]");
        Channel channel = running(channel(), "cat");
        bastion.sleep(Duration.ofMinutes(11));
        channel.client().awaitEnd();
        awaitCauses("outside-hours");
        // The wall clock still says that they are open.
        assertTrue(refused("postgres@prod-db-1").contains("access to prod-db-1 has ended: its hours are "));
    }

    private Channel again() throws Exception {
        Peer alice = client.certified("postgres@prod-db-1", bastion.key("alice"), bastion.certificate("alice"));
        Peer target = database.accept();
        return channel(alice, target, Peer.WINDOW, Peer.PACKET);
    }

    private String window(int from, int to) {
        return "{days: [every-day], from: \"" + CLOCK.format(minute(from)) + "\", to: \"" + CLOCK.format(minute(to))
                + "\", zone: UTC}";
    }

    private Instant minute(int fromNow) {
        return bastion.clock.instant().plus(Duration.ofMinutes(fromNow)).truncatedTo(ChronoUnit.MINUTES);
    }
}
