package dev.bastion.ssh;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Counts the messages that wait to be written to one connection and are no data. Data is held back by windows; answers,
 * refusals and requests by nothing, and a peer may cause them without end and read none of them. Thread-safe.
 */
final class Unread {
    /** More than any peer leaves waiting that reads at all: they cost about a kilobyte each. */
    static final int MOST = 4096;

    private final AtomicInteger waiting = new AtomicInteger();

    /** Whether windows bound this message, whose number is the first byte of the packet. */
    static boolean isData(Buffer packet) {
        byte number = packet.array()[packet.rpos()];
        return number == SshConstants.SSH_MSG_CHANNEL_DATA || number == SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA;
    }

    /** A message that is no data is on its way. False where too many wait: the peer does not read. */
    boolean follow(IoWriteFuture written) {
        boolean few = waiting.incrementAndGet() <= MOST;
        written.addListener(done -> waiting.decrementAndGet());
        return few;
    }
}
