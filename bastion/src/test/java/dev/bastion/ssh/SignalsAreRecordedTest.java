package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What acts on a program without a byte of input stands in the record beside the input. */
class SignalsAreRecordedTest extends OneHouse {
    @Test
    void marksSignalsAndBreaksInTheTerminalsRecording() throws Exception {
        Channel channel = channel();
        channel.client().request(atBastion(channel), "pty-req", false, terminal());
        channel.client().request(atBastion(channel), "shell", true, new byte[0]);
        channel.target().nextRequest(channel.targetNumber(), "pty-req");
        channel.target().nextRequest(channel.targetNumber(), "shell");
        channel.target().success(atBastion(channel));
        assertSignalsPass(channel);
        awaitRecorded(".cast", "\"m\",\"signal INT\"]");
        awaitRecorded(".cast", "\"m\",\"break\"]");
    }

    @Test
    void tellsThemInTheIndexOfACommand() throws Exception {
        Channel channel = running(channel(), "sleep 60");
        assertSignalsPass(channel);
        awaitRecorded(".index", "\"marker\",\"signal INT\"]");
        awaitRecorded(".index", "\"marker\",\"break\"]");
    }

    @Test
    void tellsThemAmongTheEventsOfATransferWhichHasNoTimeLine() throws Exception {
        Channel channel = channel();
        channel.client().request(atBastion(channel), "subsystem", true, Peer.string("sftp"));
        channel.target().nextRequest(channel.targetNumber(), "subsystem");
        channel.target().success(atBastion(channel));
        assertSignalsPass(channel);
        awaitRecorded("events.jsonl", "\"what\":\"signal INT\"");
        awaitRecorded("events.jsonl", "\"what\":\"break\"");
    }

    @Test
    void tellsThoseThatComeBeforeTheStart() throws Exception {
        Channel channel = channel();
        assertSignalsPass(channel);
        awaitRecorded("events.jsonl", "\"what\":\"signal INT\"");
    }

    @Test
    void escapesAndCutsTheNameThatTheClientGives() throws Exception {
        Channel channel = running(channel(), "sleep 60");
        channel.client().request(atBastion(channel), "signal", false, Peer.string("\u001b]0;" + "x".repeat(5_000)));
        awaitRecorded(".index", "\"marker\",\"signal \\\\x1b]0;" + "x".repeat(64 - 7) + "\"]");
    }

    private static void assertSignalsPass(Channel channel) throws Exception {
        channel.client().request(atBastion(channel), "signal", false, Peer.string("INT"));
        channel.client().request(atBastion(channel), "break", false, Peer.number(500));
        Peer.Message signal = channel.target().nextRequest(channel.targetNumber(), "signal");
        signal.content().getBoolean();
        assertEquals("INT", signal.text());
        channel.target().nextRequest(channel.targetNumber(), "break");
    }
}
