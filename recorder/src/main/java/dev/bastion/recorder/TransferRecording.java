package dev.bastion.recorder;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The recording of file transfers: one line for each operation, digests of what moved. */
public interface TransferRecording extends ChannelRecording {

    /** One operation that has ended. The recorder numbers it. */
    void line(TransferLine line);

    /** A digest that is computed on a recorder's thread; what it is fed counts in {@link #backlog()}. */
    Digest newDigest();

    /** Adds to the count of raw bytes that the channel carried in a direction. */
    void raw(Direction direction, long bytes);

    /** SHA-256 over bytes in the order in which they are fed. Used by one thread at a time. */
    interface Digest {

        /** Copies the bytes and never blocks. */
        void update(byte[] bytes, int offset, int length);

        /**
         * The digest of all that was fed, 64 hexadecimal digits; empty where digests are switched off. Completes on a
         * recorder's thread; use once. Lines that depend on it can be handed over in its completion.
         */
        CompletionStage<Optional<String>> finish();

        /** Gives the digest up. */
        void abandon();
    }
}
