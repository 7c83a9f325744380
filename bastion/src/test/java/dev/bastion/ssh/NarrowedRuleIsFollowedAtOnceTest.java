package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The grant lives on in each case; only a session that the rule no longer gives ends. */
class NarrowedRuleIsFollowedAtOnceTest extends OneHouse {
    private static final String ALL = "permits: [shell, exec, sftp-read, sftp-write]";

    @Test
    void whereItNamesFewerCommands() throws Exception {
        bastion.edit(text -> text.replace(ALL, "permits: [exec]"));
        bastion.rule("commands: [\"journalctl *\", uptime]");
        Channel channel = running(channel(), "uptime");
        bastion.edit(text -> text.replace(", uptime]", ", uptime, id]"));
        assertEquals(1, bastion.live.sessions().size());
        bastion.edit(text -> text.replace(", uptime, id]", "]"));
        String said = channel.client().awaitEnd();
        assertTrue(
                said.endsWith("rule 'prod' now allows fewer commands, paths or destinations; connect again to go on"),
                said);
        assertNarrowed();
        running(again(), "journalctl -b");
    }

    @Test
    void whereItNamesFewerPaths() throws Exception {
        bastion.edit(text -> text.replace(ALL, "permits: [sftp-read, sftp-write]"));
        alice();
        bastion.rule("paths: {write: [/tmp/*]}");
        assertNarrowed();
    }

    @Test
    void whereItNamesOtherNetworks() throws Exception {
        Channel channel = running(channel(), "id");
        bastion.rule("sources: [10.0.0.0/8]");
        String said = channel.client().awaitEnd();
        assertTrue(said.endsWith("rule 'prod' does not allow connections from 127.0.0.1"), said);
        assertNarrowed();
    }

    @Test
    void whereItAllowsFewerSessions() throws Exception {
        Channel first = running(channel(), "id");
        bastion.clock.forward(Duration.ofSeconds(1));
        Channel second = running(again(), "id");
        bastion.rule("sessions: 1");
        String said = second.client().awaitEnd();
        assertTrue(said.endsWith("rule 'prod' now allows 1 at once"), said);
        assertNarrowed();
        first.client().data(atBastion(first), "still here");
        assertEquals("still here", first.target().nextData(first.targetNumber()));
    }

    @Test
    void whereItHasHoursNow() throws Exception {
        Channel channel = running(channel(), "id");
        bastion.rule("hours: [{days: [every-day], from: \"00:00\", to: \"00:00\", zone: UTC}]");
        assertEquals(1, bastion.live.sessions().size());
        int hour = bastion.clock.instant().atZone(java.time.ZoneOffset.UTC).getHour();
        String later = "%02d:00".formatted((hour + 2) % 24);
        String end = "%02d:00".formatted((hour + 3) % 24);
        bastion.edit(
                text -> text.replace("from: \"00:00\", to: \"00:00\"", "from: \"" + later + "\", to: \"" + end + "\""));
        assertTrue(channel.client().awaitEnd().contains("its hours are "));
        awaitCauses("outside-hours");
        assertEquals(1, bastion.journal.state().openGrants().size());
    }

    @Test
    void whereItAllowsLessIdleness() throws Exception {
        Channel channel = running(channel(), "sleep 3600");
        bastion.sleep(Duration.ofMinutes(10));
        bastion.rule("idle: 5m");
        assertTrue(channel.client().awaitEnd().contains("nothing was typed for 5m"));
        awaitCauses("idle");
        assertEquals(1, bastion.journal.state().openGrants().size());
    }

    private void assertNarrowed() {
        awaitCauses("rule-narrowed");
        assertEquals(1, bastion.journal.state().openGrants().size());
    }

    private Channel again() throws Exception {
        Peer alice = client.certified("postgres@prod-db-1", bastion.key("alice"), bastion.certificate("alice"));
        return channel(alice, database.accept(), Peer.WINDOW, Peer.PACKET);
    }
}
