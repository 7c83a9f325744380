package dev.bastion.recorder;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Gathers a {@link TransferLine} while its operation runs. Not safe for concurrent use. */
public final class TransferLineBuilder {

    private final String operation;
    private final TransferPath path;
    private final Instant startedAt;
    private String direction = "none";
    private Optional<String> resolvedPath = Optional.empty();
    private Optional<TransferPath> newPath = Optional.empty();
    private List<String> openFlags = List.of();
    private OptionalLong size = OptionalLong.empty();
    private long bytesRead;
    private long bytesWritten;
    private Optional<String> sha256 = Optional.empty();
    private Optional<String> digestMissing = Optional.empty();
    private Optional<Boolean> complete = Optional.empty();
    private List<TransferLine.Interval> intervals = List.of();
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private Optional<String> resultText = Optional.empty();

    TransferLineBuilder(String operation, TransferPath path, Instant startedAt) {
        this.operation = operation;
        this.path = path;
        this.startedAt = startedAt;
    }

    public TransferLineBuilder direction(String word) {
        direction = word;
        return this;
    }

    public TransferLineBuilder resolvedPath(String resolved) {
        resolvedPath = Optional.of(resolved);
        return this;
    }

    public TransferLineBuilder newPath(TransferPath second) {
        newPath = Optional.of(second);
        return this;
    }

    public TransferLineBuilder openFlags(List<String> flags) {
        openFlags = List.copyOf(flags);
        return this;
    }

    public TransferLineBuilder size(long bytes) {
        size = OptionalLong.of(bytes);
        return this;
    }

    public TransferLineBuilder bytes(long read, long written) {
        bytesRead = read;
        bytesWritten = written;
        return this;
    }

    public TransferLineBuilder sha256(String hex) {
        sha256 = Optional.of(hex);
        digestMissing = Optional.empty();
        return this;
    }

    public TransferLineBuilder digestMissing(String why) {
        sha256 = Optional.empty();
        digestMissing = Optional.of(why);
        return this;
    }

    public TransferLineBuilder complete(boolean whole) {
        complete = Optional.of(whole);
        return this;
    }

    public TransferLineBuilder intervals(List<TransferLine.Interval> covered) {
        intervals = new ArrayList<>(covered);
        return this;
    }

    public TransferLineBuilder attribute(String name, String value) {
        attributes.put(name, value);
        return this;
    }

    public TransferLineBuilder resultText(String text) {
        resultText = Optional.of(text);
        return this;
    }

    /** The line, ended with a result. */
    public TransferLine ended(String result, Instant endedAt) {
        return new TransferLine(
                operation,
                direction,
                path,
                resolvedPath,
                newPath,
                openFlags,
                size,
                bytesRead,
                bytesWritten,
                sha256,
                digestMissing,
                complete,
                intervals,
                attributes,
                startedAt,
                endedAt,
                result,
                resultText);
    }
}
