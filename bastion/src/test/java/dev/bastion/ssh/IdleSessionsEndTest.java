package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The machine's sleep stands for the time that passes; it is noticed within a second. */
class IdleSessionsEndTest extends OneHouse {
    private static final Duration MOST = Duration.ofMinutes(9);

    @BeforeEach
    void tenMinutesAreAllowed() {
        bastion.rule("idle: 10m");
    }

    @Test
    void whenNobodyTypesInAShellThatPrints() throws Exception {
        Channel channel = shell(channel());
        bastion.sleep(MOST);
        channel.target().data(atBastion(channel), "printed");
        assertEquals("printed", channel.client().nextData(7));
        String warning = channel.client().nextData(7);
        assertTrue(
                warning.contains("nothing was typed for some time: access to prod-db-1 ends in 1m if it stays so"),
                warning);
        bastion.sleep(Duration.ofMinutes(1));
        String last = channel.client().nextData(7);
        assertTrue(last.contains("access to prod-db-1 ended: nothing was typed for 10m"), last);
        channel.client().awaitEnd();
        channel.target().awaitEnd();
        awaitCauses("idle");
    }

    @Test
    void butNotWhileSomebodyTypes() throws Exception {
        Channel channel = shell(channel());
        for (int times = 0; times < 3; times++) {
            bastion.sleep(MOST);
            assertTrue(channel.client().nextData(7).contains("nothing was typed"));
            channel.client().data(atBastion(channel), "x");
            assertEquals("x", channel.target().nextData(channel.targetNumber()));
        }
        assertEquals(1, bastion.live.sessions().size());
    }

    @Test
    void norWhileACommandPrints() throws Exception {
        Channel shell = shell(channel());
        Peer alice = shell.client();
        alice.open("session", 8, Peer.WINDOW, Peer.PACKET);
        Peer.Message open = shell.target().next(SshConstants.SSH_MSG_CHANNEL_OPEN);
        open.text();
        shell.target().confirm(open.content().getUInt(), 10, Peer.WINDOW, Peer.PACKET);
        long command = alice.next(SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION, 8)
                .content()
                .getUInt();
        alice.exec(command, "pg_dump");
        shell.target().nextRequest(10, "exec");
        shell.target().success(command);
        alice.next(SshConstants.SSH_MSG_CHANNEL_SUCCESS, 8);
        for (int times = 0; times < 3; times++) {
            bastion.sleep(MOST);
            assertTrue(alice.nextData(7).contains("nothing was typed"));
            shell.target().data(command, "x");
            assertEquals("x", alice.nextData(8));
        }
        assertEquals(1, bastion.live.sessions().size());
    }

    @Test
    void whenACommandIsSilent() throws Exception {
        Channel channel = running(channel(), "sleep 3600");
        bastion.sleep(Duration.ofMinutes(10));
        String said = channel.client().awaitEnd();
        assertTrue(said.contains("nothing was typed for 10m"), said);
        awaitCauses("idle");
    }

    @Test
    void whenOnlyWindowsChange() throws Exception {
        Channel channel = shell(channel());
        bastion.sleep(MOST);
        channel.client().nextData(7);
        channel.client().request(atBastion(channel), "window-change", false, terminalSize());
        channel.client().send(SshConstants.SSH_MSG_GLOBAL_REQUEST, message -> {
            message.putString("keepalive@openssh.com");
            message.putBoolean(true);
        });
        channel.client().next(SshConstants.SSH_MSG_REQUEST_FAILURE);
        bastion.sleep(Duration.ofMinutes(1));
        awaitCauses("idle");
    }

    @Test
    void whenNoChannelIsOpen() throws Exception {
        alice();
        database.accept();
        bastion.sleep(Duration.ofMinutes(10));
        awaitCauses("idle");
    }

    private static byte[] terminalSize() {
        return new byte[16];
    }
}
