package dev.bastion.recorder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One of the three streams of a command: kept whole up to the limit, past it as THREATS.md T15 says. Its file is made with
 * its first byte. For one thread.
 */
final class StreamSide {

    /** A stream that carries no more than this in a second is kept even past the limit. */
    static final int SLOW = 16 << 10;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final SessionRecorder session;
    private final String name;
    private final String fileName;
    private final long limit;
    /** Over all bytes, kept or not; none where the site wants no digests. */
    private final Optional<MessageDigest> digest;

    private RecordingFile file;
    private TailRing tail;
    private long bytes;
    private long kept;
    private long skipped;
    private long tailBytes;
    private long second = Long.MIN_VALUE;
    private long inSecond;

    StreamSide(SessionRecorder session, String name, String fileName, long limit) {
        this.session = session;
        this.name = name;
        this.fileName = fileName;
        this.limit = limit;
        this.digest = session.digests() ? Optional.of(Sha256.start()) : Optional.empty();
    }

    String name() {
        return name;
    }

    /** Takes bytes that were not withheld; gives how many of them, from the first, were kept. */
    int take(long nanos, byte[] from, int offset, int length) throws IOException {
        if (digest.isPresent()) {
            digest.get().update(from, offset, length);
        }
        int keep = keeps(nanos, length);
        bytes += length;
        if (keep > 0) {
            if (file == null) {
                file = session.files().create(fileName);
            }
            session.files().append(file, from, offset, keep);
            kept += keep;
        }
        if (keep < length) {
            if (tail == null) {
                tail = new TailRing();
            }
            tail.add(from, offset + keep, length - keep);
            skipped += length - keep;
            session.tally().countUnrecorded(length - keep);
        }
        return keep;
    }

    private int keeps(long nanos, int length) {
        long now = Math.floorDiv(nanos, SECOND);
        if (now != second) {
            second = now;
            inSecond = 0;
        }
        long whole = Math.min(length, Math.max(0, limit - bytes));
        long slow = Math.min(length, Math.max(0, SLOW - inSecond));
        inSecond += length;
        return (int) Math.max(whole, slow);
    }

    /** Writes the last bytes that were not kept to a file beside; gives how many. */
    long writeTail() throws IOException {
        if (tail == null) {
            return 0;
        }
        byte[] content = tail.content();
        tail = null;
        RecordingFile beside = session.files().create(fileName + ".tail");
        session.files().append(beside, content, 0, content.length);
        session.files().release(beside);
        tailBytes = content.length;
        session.tally().countUnrecorded(-tailBytes);
        return tailBytes;
    }

    void release() {
        if (file != null) {
            session.files().release(file);
        }
    }

    void describe(ObjectNode facts, long withheldBytes) {
        ObjectNode node = facts.putObject(name);
        node.put("bytes", bytes + withheldBytes);
        if (withheldBytes > 0) {
            node.put("withheld_bytes", withheldBytes);
        }
        String sum = withheldBytes > 0 ? "sha256_without_withheld" : "sha256";
        digest.ifPresent(over -> node.put(sum, Sha256.hexSoFar(over)));
        node.put("kept", kept);
        node.put("tail", tailBytes);
        node.put("unrecorded", skipped - tailBytes);
    }
}
