package dev.bastion.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Cuts one direction of the agent protocol into its messages (draft-ietf-sshm-ssh-agent, section 3), of whatever pieces they
 * come in. Of each message only the head is kept, so that no peer decides how much memory it takes. For one thread.
 */
final class AgentStream {
    /** As OpenSSH's agent and client take it. */
    static final int LONGEST = 256 << 10;

    /** Room for a message's type and for the key that it names; a certificate has at most half as much. */
    static final int HEAD = 32 << 10;

    private final Consumer<ByteBuffer> messages;
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private int left;

    /** @param messages takes the head of each message when its last byte is there, before it is passed on */
    AgentStream(Consumer<ByteBuffer> messages) {
        this.messages = messages;
    }

    /** @throws ChannelEndsException where this is not the agent protocol */
    void take(byte[] bytes, int off, int len) {
        int end = off + len;
        for (int at = off; at < end; ) {
            if (left == 0) {
                lengthByte(bytes[at++]);
            } else {
                at += content(bytes, at, Math.min(left, end - at));
            }
        }
    }

    private void lengthByte(byte one) {
        length.put(one);
        if (!length.hasRemaining()) {
            left = length.flip().getInt();
            length.clear();
            if (left < 1 || left > LONGEST) {
                throw new ChannelEndsException("what came over the agent's connection is not the agent protocol");
            }
        }
    }

    private int content(byte[] bytes, int at, int count) {
        head.write(bytes, at, Math.min(count, HEAD - head.size()));
        left -= count;
        if (left == 0) {
            ByteBuffer message = ByteBuffer.wrap(head.toByteArray());
            head.reset();
            messages.accept(message);
        }
        return count;
    }
}
