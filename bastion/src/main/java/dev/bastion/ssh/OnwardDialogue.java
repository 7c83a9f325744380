package dev.bastion.ssh;

import java.io.IOException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;

/** A login on a target that takes more than one message (RFC 4252). Used by the session's I/O thread. */
interface OnwardDialogue {
    /** Sends the first request. */
    IoWriteFuture begin() throws IOException;

    /**
     * Takes an answer of the target that is not its success.
     *
     * @throws RefusedException if there is nothing left to say
     */
    void answered(int message, Buffer packet) throws Exception;

    /** The target does not let us in; the message is for the log and holds nothing that the target said. */
    final class RefusedException extends Exception {
        RefusedException(String why) {
            super(why);
        }
    }
}
