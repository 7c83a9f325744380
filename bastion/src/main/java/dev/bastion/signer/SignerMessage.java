package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.Authority;
import dev.bastion.policy.KeyStanding;
import dev.bastion.store.RecordLine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What is said: the length in four bytes, then one line of JSON. The signer speaks first and says whether it listens; then
 * there is one question and one answer.
 */
sealed interface SignerMessage {
    /** More than the largest certificate with the requests of many grants. */
    int LIMIT = 1 << 20;

    /**
     * A question.
     *
     * @param order what to sign; how the keys stand is asked for when empty
     * @param followed with that, how far they have been followed
     */
    record Question(Optional<SigningOrder> order, List<KeyFollowed> followed) implements SignerMessage {
        public Question {
            requireNonNull(order, "order is null");
            followed = List.copyOf(followed);
        }
    }

    /**
     * An answer: the keys, or a signature, or why there is none.
     *
     * @param keys all that the signer has or had
     * @param signature in base64, with the algorithm's name in front
     * @param refusal why nothing was signed
     */
    record Answer(List<ShownKey> keys, Optional<String> signature, Optional<String> refusal) implements SignerMessage {
        /** What the signer says first, to whom it serves. */
        static final Answer WELCOME = new Answer(List.of(), Optional.empty(), Optional.empty());

        public Answer {
            keys = List.copyOf(keys);
            requireNonNull(signature, "signature is null");
            requireNonNull(refusal, "refusal is null");
        }

        static Answer signed(String signature) {
            return new Answer(List.of(), Optional.of(signature), Optional.empty());
        }

        static Answer refused(String why) {
            return new Answer(List.of(), Optional.empty(), Optional.of(why));
        }
    }

    /**
     * A key.
     *
     * @param line the public half, type and base64
     * @param place where the private half is
     */
    record ShownKey(Authority authority, String line, String place, KeyStanding standing) {
        public ShownKey {
            requireNonNull(authority, "authority is null");
            requireNonNull(line, "line is null");
            requireNonNull(place, "place is null");
            requireNonNull(standing, "standing is null");
        }
    }

    /** Writes one. */
    static void write(DataOutputStream out, Record message) throws IOException {
        byte[] bytes = RecordLine.of(message).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LIMIT) {
            throw new IOException("a message of " + bytes.length + " bytes is longer than " + LIMIT);
        }
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    /** Reads one; an {@link java.io.EOFException} where there is none any more. */
    static <R extends Record> R read(DataInputStream in, Class<R> type) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LIMIT) {
            throw new IOException("a message of " + length + " bytes is none");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the message ends early");
        }
        return RecordLine.read(type, new String(bytes, StandardCharsets.UTF_8));
    }
}
