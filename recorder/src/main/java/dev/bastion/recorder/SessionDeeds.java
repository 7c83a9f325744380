package dev.bastion.recorder;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was done in a session, as its files say: the commands, the lines typed at terminals, the operations on files and
 * what was refused. Everything is counted; of each kind only so much is kept. Immutable.
 *
 * @param shells how many shells were opened
 * @param typedLines how often a line was ended at a terminal
 * @param commands the command lines that were run, with a terminal or without; each cut to a kilobyte
 * @param forwards the connections that were forwarded
 * @param agentUses the connections to the person's agent
 * @param transfers the operations on files, refused ones left out
 * @param filesMoved how many files were read or written
 * @param refusals what was asked for and refused, in a few words each
 */
public record SessionDeeds(
        int shells,
        long typedLines,
        Many<String> commands,
        Many<Forwarded> forwards,
        Many<AgentUse> agentUses,
        Many<Moved> transfers,
        long filesMoved,
        Many<String> refusals) {

    /** Of a session that did nothing, or left nothing. */
    public static final SessionDeeds NONE =
            new SessionDeeds(0, 0, Many.none(), Many.none(), Many.none(), Many.none(), 0, Many.none());

    public SessionDeeds {
        requireNonNull(commands, "commands is null");
        requireNonNull(forwards, "forwards is null");
        requireNonNull(agentUses, "agentUses is null");
        requireNonNull(transfers, "transfers is null");
        requireNonNull(refusals, "refusals is null");
    }

    /**
     * So many, of which only the first are kept.
     *
     * @param first at most {@link #MOST}
     */
    public record Many<T>(long count, List<T> first) {

        /** How many are kept. */
        public static final int MOST = 500;

        public Many {
            first = List.copyOf(first);
        }

        static <T> Many<T> none() {
            return new Many<>(0, List.of());
        }
    }

    /**
     * One forwarded connection.
     *
     * @param destination {@code host:port}
     * @param sent bytes from the person, as far as is known
     * @param received bytes back, as far as is known
     */
    public record Forwarded(String destination, long sent, long received) {
        public Forwarded {
            requireNonNull(destination, "destination is null");
        }
    }

    /**
     * One connection of the host to the person's agent.
     *
     * @param signatures how many signatures it asked for
     * @param keys fingerprints of the keys that were to sign; of many only the first
     */
    public record AgentUse(long signatures, List<String> keys) {

        /** How many keys are kept. */
        public static final int MOST_KEYS = 16;

        public AgentUse {
            keys = List.copyOf(keys);
        }
    }

    /**
     * One operation on a file.
     *
     * @param operation as in {@link TransferLine#operation}
     * @param direction as in {@link TransferLine#direction}
     * @param path as the host knows it where that is known, as the client sent it otherwise
     * @param bytes how many passed, both ways
     * @param sha256 of the whole content, in hex, where all of it passed
     * @param result {@code ok} or what went wrong
     */
    public record Moved(
            String operation, String direction, String path, long bytes, Optional<String> sha256, String result) {
        public Moved {
            requireNonNull(operation, "operation is null");
            requireNonNull(direction, "direction is null");
            requireNonNull(path, "path is null");
            requireNonNull(sha256, "sha256 is null");
            requireNonNull(result, "result is null");
        }
    }

    /** Counts all and keeps the first. Not thread-safe. */
    static final class Gathering<T> {
        private final List<T> first = new ArrayList<>();
        private long count;

        void add(T one) {
            count++;
            if (first.size() < Many.MOST) {
                first.add(one);
            }
        }

        Many<T> all() {
            return new Many<>(count, first);
        }
    }
}
