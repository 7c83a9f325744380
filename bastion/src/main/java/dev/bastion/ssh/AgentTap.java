package dev.bastion.ssh;

import dev.bastion.certs.Fingerprints;
import dev.bastion.recorder.AgentRecording;
import dev.bastion.recorder.ChannelRecording;
import dev.bastion.recorder.Direction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A host that uses the person's agent: it may list the keys and ask for signatures, and each request is on the record before
 * the agent has all of it. What would change the agent, have it load a library, or speak for the person at the bastion ends
 * the connection.
 *
 * <p>Numbers of messages are those of draft-ietf-sshm-ssh-agent, section 6.1.
 */
final class AgentTap implements ChannelTap {
    /** Clients of an agent wait for each answer; more than this is a flood. */
    static final int UNANSWERED = 16;

    private static final int FAILURE = 5;
    private static final int SUCCESS = 6;
    private static final int REQUEST_IDENTITIES = 11;
    private static final int IDENTITIES_ANSWER = 12;
    private static final int SIGN_REQUEST = 13;
    private static final int SIGN_RESPONSE = 14;
    private static final int EXTENSION = 27;
    private static final int EXTENSION_FAILURE = 28;

    /** OpenSSH's PROTOCOL.agent section 1: tells the agent over which connections it is used, so that keys may be confined. */
    private static final String SESSION_BIND = "session-bind@openssh.com";

    private final AgentRecording recording;
    private final Consumer<String> signatures;
    private final LentSignature lent;
    private final AgentStream requests = new AgentStream(this::asked);
    private final AgentStream answers = new AgentStream(this::answered);
    private final AtomicInteger unanswered = new AtomicInteger();

    /**
     * @param signatures told the fingerprint of each key that is to sign
     * @param lent says what is not signed for a host
     */
    AgentTap(AgentRecording recording, Consumer<String> signatures, LentSignature lent) {
        this.recording = recording;
        this.signatures = signatures;
        this.lent = lent;
    }

    @Override
    public void fromTarget(byte[] bytes, int off, int len, Out toClient) {
        requests.take(bytes, off, len);
        recording.raw(Direction.TO_PERSON, len);
        toClient.write(bytes, off, len);
    }

    @Override
    public void fromClient(byte[] bytes, int off, int len, Out toTarget, Out toClient) {
        answers.take(bytes, off, len);
        recording.raw(Direction.TO_TARGET, len);
        toTarget.write(bytes, off, len);
    }

    @Override
    public void fromTargetStderr(byte[] bytes, int off, int len, Out toClient) {
        throw new IllegalStateException("an agent's connection has no stderr");
    }

    private void asked(ByteBuffer message) {
        if (unanswered.incrementAndGet() > UNANSWERED) {
            throw new ChannelEndsException("the host asked the agent more than " + UNANSWERED + " times at once");
        }
        int type = Byte.toUnsignedInt(message.get());
        switch (type) {
            case REQUEST_IDENTITIES -> recording.asked("list-keys", Optional.empty());
            case SIGN_REQUEST -> signature(Fingerprints.ofBlob(string(message)), message);
            case EXTENSION -> extension(new String(string(message), StandardCharsets.UTF_8));
            default ->
                throw new ChannelEndsException(
                        "the host asked the agent for more than keys and signatures: message " + type);
        }
    }

    private void signature(String key, ByteBuffer message) {
        recording.asked("sign", Optional.of(key));
        signatures.accept(key);
        if (message.remaining() < Integer.BYTES) {
            throw notTheProtocol();
        }
        int length = message.getInt();
        if (length < 0) {
            throw notTheProtocol();
        }
        lent.refusal(message, length).ifPresent(why -> {
            throw new ChannelEndsException(why);
        });
    }

    private void extension(String name) {
        if (!name.equals(SESSION_BIND)) {
            throw new ChannelEndsException(
                    "the host asked the agent for more than keys and signatures: " + HostileText.word(name));
        }
        recording.asked("session-bind", Optional.empty());
    }

    private void answered(ByteBuffer message) {
        if (unanswered.decrementAndGet() < 0) {
            throw new ChannelEndsException("the agent answered what nobody asked");
        }
        int type = Byte.toUnsignedInt(message.get());
        recording.answered(
                switch (type) {
                    case SUCCESS -> "done";
                    case IDENTITIES_ANSWER -> "listed";
                    case SIGN_RESPONSE -> "signed";
                    case FAILURE, EXTENSION_FAILURE -> "refused";
                    default ->
                        throw new ChannelEndsException("the agent answered with message " + type + ", which none is");
                });
    }

    private static byte[] string(ByteBuffer message) {
        int length = message.remaining() < Integer.BYTES ? -1 : message.getInt();
        if (length < 0 || length > message.remaining()) {
            throw notTheProtocol();
        }
        byte[] bytes = new byte[length];
        message.get(bytes);
        return bytes;
    }

    private static ChannelEndsException notTheProtocol() {
        return new ChannelEndsException("what came over the agent's connection is not the agent protocol");
    }

    @Override
    public ChannelRecording recording() {
        return recording;
    }
}
