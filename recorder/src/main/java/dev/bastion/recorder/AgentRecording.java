package dev.bastion.recorder;

import java.util.Optional;

/**
 * The recording of one use of the person's agent by the host: what was asked for and what became of it. What was to be signed
 * and the signatures are not kept.
 */
public interface AgentRecording extends ChannelRecording {

    /**
     * The host asks, and the agent has not heard it yet.
     *
     * @param what lower case with dashes
     * @param key fingerprint of the key that is to sign
     */
    void asked(String what, Optional<String> key);

    /**
     * The agent has answered the oldest request that it had not answered yet.
     *
     * @param how lower case with dashes
     */
    void answered(String how);

    /** Adds to the count of bytes that the channel carried in a direction. */
    void raw(Direction direction, long bytes);
}
