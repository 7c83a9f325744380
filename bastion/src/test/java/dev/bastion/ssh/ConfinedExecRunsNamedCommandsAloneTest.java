package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfinedExecRunsNamedCommandsAloneTest extends OneHouse {
    @BeforeEach
    void mayReadLogs() {
        bastion.edit(text -> text.replace("permits: [shell, exec, sftp-read, sftp-write]", "permits: [exec]"));
        bastion.rule("commands: [\"journalctl *\", \"tail -n * /var/log/*\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"journalctl", "journalctl -u 'nginx.service'", "tail -n 5 /var/log/syslog"})
    void runsThem(String command) throws Exception {
        running(channel(), command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id",
                "journalctl; id",
                "journalctl $(id)",
                "tail -n 5 /var/log/../../etc/shadow",
                "scp -f /etc/x"
            })
    void runsNothingElse(String command) throws Exception {
        Channel channel = channel();
        channel.client().exec(atBastion(channel), command);
        Peer.Message words = channel.client().next(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, 7);
        words.content().getUInt();
        assertEquals(
                "the command \"" + command + "\" is not part of this grant for prod-db-1\r\n"
                        + "hint: it allows: journalctl *, tail -n * /var/log/*\r\n",
                words.text());
        channel.client().nextRequest(7, Keepalive.REQUEST);
        channel.client().failure(atBastion(channel));
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_FAILURE, 7);
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, 7);
        channel.target().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, channel.targetNumber());
        assertTrue(channel.target().isQuiet());
        awaitRecorded("events.jsonl", "\"request-refused\"");
        awaitRecorded("events.jsonl", "\"argument\":\"" + command + "\"");
    }

    @Test
    void runsThemOnATerminalToo() throws Exception {
        Channel channel = channel();
        channel.client().request(atBastion(channel), "pty-req", false, terminal());
        channel.target().nextRequest(channel.targetNumber(), "pty-req");
        running(channel, "journalctl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shell", "subsystem"})
    void givesNoOtherStart(String start) throws Exception {
        Channel channel = channel();
        channel.client()
                .request(atBastion(channel), start, true, start.equals("shell") ? new byte[0] : Peer.string("sftp"));
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, 7);
        channel.client().nextRequest(7, Keepalive.REQUEST);
        channel.client().failure(atBastion(channel));
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_FAILURE, 7);
        channel.target().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, channel.targetNumber());
    }
}
