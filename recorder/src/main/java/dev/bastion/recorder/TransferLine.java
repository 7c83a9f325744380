package dev.bastion.recorder;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One file operation, as it stands in {@code transfers-N.jsonl}. A file that was opened is one line, written when its
 * handle is closed; anything else is one line when it is answered.
 *
 * @param operation {@code file} for open to close, otherwise {@code remove}, {@code rename}, {@code mkdir} and so on
 * @param direction {@code download}, {@code upload}, {@code both} or {@code none}
 * @param path as the client sent it
 * @param resolvedPath absolute, where it is known
 * @param newPath second name of a rename, a link or a copy
 * @param openFlags the flags of an open, as words
 * @param size size of the file, where it is known
 * @param bytesRead bytes that went to the person
 * @param bytesWritten bytes that went to the host and were acknowledged
 * @param sha256 digest of the whole content as it passed, 64 hexadecimal digits
 * @param digestMissing why there is no digest: {@code gap}, {@code overlap}, {@code resumed}, {@code append} and so on
 * @param complete whether the whole file passed
 * @param intervals which bytes passed, where there is no digest
 * @param attributes attributes set with it
 * @param startedAt when it was asked for
 * @param endedAt when it was answered or closed
 * @param result {@code ok}, {@code aborted}, or the name of the protocol's status
 * @param resultText what the host said with it, cut to a kilobyte
 */
public record TransferLine(
        String operation,
        String direction,
        TransferPath path,
        Optional<String> resolvedPath,
        Optional<TransferPath> newPath,
        List<String> openFlags,
        OptionalLong size,
        long bytesRead,
        long bytesWritten,
        Optional<String> sha256,
        Optional<String> digestMissing,
        Optional<Boolean> complete,
        List<Interval> intervals,
        Map<String, String> attributes,
        Instant startedAt,
        Instant endedAt,
        String result,
        Optional<String> resultText) {

    /** Bytes {@code from} (included) to {@code to} (excluded) of a file. */
    public record Interval(long from, long to) {

        public Interval {
            if (from < 0 || to < from) {
                throw new IllegalArgumentException("interval " + from + " to " + to + " is none");
            }
        }
    }

    public TransferLine {
        requireNonNull(operation, "operation is null");
        requireNonNull(direction, "direction is null");
        requireNonNull(path, "path is null");
        requireNonNull(resolvedPath, "resolvedPath is null");
        requireNonNull(newPath, "newPath is null");
        openFlags = List.copyOf(openFlags);
        requireNonNull(size, "size is null");
        requireNonNull(sha256, "sha256 is null");
        requireNonNull(digestMissing, "digestMissing is null");
        requireNonNull(complete, "complete is null");
        intervals = List.copyOf(intervals);
        attributes = Map.copyOf(attributes);
        requireNonNull(startedAt, "startedAt is null");
        requireNonNull(endedAt, "endedAt is null");
        requireNonNull(result, "result is null");
        requireNonNull(resultText, "resultText is null");
    }

    /** Begins a line for an operation on a path. */
    public static TransferLineBuilder of(String operation, TransferPath path, Instant startedAt) {
        return new TransferLineBuilder(operation, path, startedAt);
    }
}
