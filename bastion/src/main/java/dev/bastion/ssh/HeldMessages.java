package dev.bastion.ssh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * What a client sent between its start request and the target's answer, in its order. Data is bounded by the window that
 * the client was granted, requests by their number.
 *
 * <p>Under the lock of the leg that holds it.
 */
final class HeldMessages {
    private static final int REQUESTS = 64;

    /** What happens to held data; small packets that came one behind the other come out as one. */
    interface Data {
        void release(byte[] bytes, int off, int length) throws IOException;
    }

    /** What happens to another held message. */
    interface Other {
        void release(int message, Buffer packet) throws IOException;
    }

    private record Held(int message, Buffer packet) {

        boolean isData() {
            return message == SshConstants.SSH_MSG_CHANNEL_DATA;
        }
    }

    private final List<Held> held = new ArrayList<>();

    /** Puts data behind what waits already, so that small packets cost no more than large ones. */
    void data(byte[] bytes, int off, int length) {
        if (held.isEmpty() || !held.get(held.size() - 1).isData()) {
            held.add(new Held(SshConstants.SSH_MSG_CHANNEL_DATA, new ByteArrayBuffer()));
        }
        held.get(held.size() - 1).packet().putRawBytes(bytes, off, length);
    }

    /** Holds what is left of a packet; false when there is too much already. */
    boolean request(int message, Buffer packet) {
        if (held.size() >= REQUESTS) {
            return false;
        }
        byte[] payload = new byte[packet.available()];
        packet.getRawBytes(payload);
        held.add(new Held(message, new ByteArrayBuffer(payload)));
        return true;
    }

    /** Everything that waits goes on, in order, and nothing waits any more. */
    void release(Data data, Other other) throws IOException {
        for (Held message : held) {
            Buffer packet = message.packet();
            if (message.isData()) {
                data.release(packet.array(), packet.rpos(), packet.available());
            } else {
                other.release(message.message(), packet);
            }
        }
        held.clear();
    }
}
