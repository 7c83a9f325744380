package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AgentStreamIsCutWhereverItIsSplitTest {
    private final List<byte[]> messages = new ArrayList<>();
    private final AgentStream stream = new AgentStream(message -> messages.add(bytes(message)));

    @Test
    void intoTheSameMessages() {
        byte[] all = {0, 0, 0, 1, 11, 0, 0, 0, 3, 13, 1, 2, 0, 0, 0, 1, 27};
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            messages.clear();
            for (int at = 0; at < all.length; ) {
                int length = Math.min(all.length - at, random.nextInt(5));
                stream.take(all, at, length);
                at += length;
            }
            assertEquals(3, messages.size());
            assertArrayEquals(new byte[] {11}, messages.get(0));
            assertArrayEquals(new byte[] {13, 1, 2}, messages.get(1));
            assertArrayEquals(new byte[] {27}, messages.get(2));
        }
    }

    /** Not before: whoever looks at a message sees it before it can be acted on, and sees all of its head. */
    @Test
    void whenTheLastByteIsThere() {
        stream.take(new byte[] {0, 0, 0, 2, 11}, 0, 5);
        assertEquals(0, messages.size());
        stream.take(new byte[] {9}, 0, 1);
        assertEquals(1, messages.size());
    }

    @Test
    void keepingTheHeadOfALongOne() {
        stream.take(ByteBuffer.allocate(4).putInt(AgentStream.LONGEST).array(), 0, 4);
        stream.take(new byte[AgentStream.LONGEST], 0, AgentStream.LONGEST);
        assertEquals(AgentStream.HEAD, messages.get(0).length);
        stream.take(new byte[] {0, 0, 0, 1, 5}, 0, 5);
        assertArrayEquals(new byte[] {5}, messages.get(1));
    }

    @Test
    void refusingALengthThatNoneHas() {
        for (int length : new int[] {0, -1, AgentStream.LONGEST + 1}) {
            byte[] head = ByteBuffer.allocate(4).putInt(length).array();
            assertThrows(ChannelEndsException.class, () -> new AgentStream(messages -> {}).take(head, 0, 4));
        }
    }

    private static byte[] bytes(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        return bytes;
    }
}
