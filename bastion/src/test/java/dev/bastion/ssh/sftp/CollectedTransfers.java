package dev.bastion.ssh.sftp;

import dev.bastion.recorder.Direction;
import dev.bastion.recorder.TransferLine;
import dev.bastion.recorder.TransferRecording;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A recording of transfers that keeps its lines in memory and digests at once. */
final class CollectedTransfers implements TransferRecording {

    private final List<TransferLine> lines = new ArrayList<>();
    private final Map<Direction, Long> raw = new EnumMap<>(Direction.class);

    @Override
    public synchronized void line(TransferLine line) {
        lines.add(line);
    }

    @Override
    public Digest newDigest() {
        return new Sha256();
    }

    @Override
    public synchronized void raw(Direction direction, long bytes) {
        raw.merge(direction, bytes, Long::sum);
    }

    @Override
    public long backlog() {
        return 0;
    }

    @Override
    public void whenBelow(long mark, Runnable later) {
        later.run();
    }

    @Override
    public CompletionStage<Void> close() {
        return CompletableFuture.completedFuture(null);
    }

    synchronized List<TransferLine> lines() {
        return List.copyOf(lines);
    }

    synchronized long raw(Direction direction) {
        return raw.getOrDefault(direction, 0L);
    }

    /** The one line of that operation. */
    TransferLine only(String operation) {
        List<TransferLine> found = all(operation);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " lines of " + operation + " in " + lines());
        }
        return found.get(0);
    }

    List<TransferLine> all(String operation) {
        return lines().stream()
                .filter(line -> line.operation().equals(operation))
                .toList();
    }

    /** The digest that a line of this content should have. */
    static String sha256(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static final class Sha256 implements Digest {

        private final MessageDigest digest = sha256();

        @Override
        public void update(byte[] bytes, int offset, int length) {
            digest.update(bytes, offset, length);
        }

        @Override
        public CompletionStage<Optional<String>> finish() {
            return CompletableFuture.completedFuture(Optional.of(HexFormat.of().formatHex(digest.digest())));
        }

        @Override
        public void abandon() {
            digest.reset();
        }
    }
}
